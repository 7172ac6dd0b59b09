/** Whole sign-ins, from the authorization request to the tokens, by the means that are compared. */
@NullMarked
package dev.holdfast.bench.signin;

import org.jspecify.annotations.NullMarked;
