package dev.holdfast.demo.app;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;

/**
 * A sign-in that this browser has begun.
 *
 * @param state ties the answer to this browser's session (RFC 6749 §10.12)
 * @param nonce ties the ID token to this sign-in
 * @param verifier ties the code to this client (RFC 7636)
 */
record PendingSignIn(State state, Nonce nonce, CodeVerifier verifier) {

    @Override
    public String toString() {
        return "PendingSignIn";
    }
}
