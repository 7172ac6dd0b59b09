/** The agent's log: one JSON object a line, never a secret. */
@NullMarked
package dev.holdfast.agent.log;

import org.jspecify.annotations.NullMarked;
