/** What the agent keeps: enrolments, registrations, registrations under way. */
@NullMarked
package dev.holdfast.agent.state;

import org.jspecify.annotations.NullMarked;
