/** Unlocks a registration by the key that is used with a PIN only. */
@NullMarked
package dev.holdfast.agent.unlock;

import org.jspecify.annotations.NullMarked;
