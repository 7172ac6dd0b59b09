/** Why something was not done: the error codes of the protocol and what to do next. */
@NullMarked
package dev.holdfast.agent.refusal;

import org.jspecify.annotations.NullMarked;
