/** Finds out the condition of this device: one small class for each fact and platform, each of which measures or says why not. */
@NullMarked
package dev.holdfast.agent.posture;

import org.jspecify.annotations.NullMarked;
