/** Section 9 of the protocol: ending a registration or the device. */
@NullMarked
package dev.holdfast.agent.revocation;

import org.jspecify.annotations.NullMarked;
