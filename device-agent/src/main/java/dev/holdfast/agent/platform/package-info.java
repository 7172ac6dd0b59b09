/** What the agent takes from its surroundings: time, randomness, the machine's facts, the desktop. */
@NullMarked
package dev.holdfast.agent.platform;

import org.jspecify.annotations.NullMarked;
