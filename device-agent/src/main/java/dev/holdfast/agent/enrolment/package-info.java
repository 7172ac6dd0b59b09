/** Section 4 of the protocol: how this device gets its certificate. */
@NullMarked
package dev.holdfast.agent.enrolment;

import org.jspecify.annotations.NullMarked;
