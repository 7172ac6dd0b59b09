/** The reference agent of Holdfast. */
@NullMarked
package dev.holdfast.agent;

import org.jspecify.annotations.NullMarked;
