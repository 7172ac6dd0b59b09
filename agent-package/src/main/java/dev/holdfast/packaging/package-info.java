/** Makes the Debian package of the agent. */
@NullMarked
package dev.holdfast.packaging;

import org.jspecify.annotations.NullMarked;
