package dev.holdfast.device.registration;

import java.util.Optional;

/** Verifies ID tokens of this realm for the client {@code holdfast-agent}. */
public interface SignInProofs {
    /** The client whose ID tokens registrations accept. */
    String CLIENT_ID = "holdfast-agent";

    /** The proof, or nothing if anything about the token is wrong. */
    Optional<SignInProof> verify(String idToken);
}
