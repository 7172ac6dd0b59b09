/** Section 6 of the protocol: from a page's challenge to a session token. */
@NullMarked
package dev.holdfast.agent.signin;

import org.jspecify.annotations.NullMarked;
