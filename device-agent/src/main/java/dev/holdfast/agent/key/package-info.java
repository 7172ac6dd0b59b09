/** Keys of this device, behind an interface that never shows a private part. */
@NullMarked
package dev.holdfast.agent.key;

import org.jspecify.annotations.NullMarked;
