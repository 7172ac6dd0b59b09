/** Section 5 of the protocol: how a user's key gets bound to a sign-in, by either door. */
@NullMarked
package dev.holdfast.agent.registration;

import org.jspecify.annotations.NullMarked;
