package dev.holdfast.device.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When and how a user last proved to be present; nothing else unlocks a registration (A33).
 *
 * @param activeUntil until when sign-in is silent
 * @param method how the device asked, where the evidence is its agent's
 * @param txn the sign-in attempt in which the device was unlocked, if it was in one
 */
public record Presence(
        Instant verifiedAt,
        Instant activeUntil,
        Evidence evidence,
        Optional<VerificationMethod> method,
        Optional<String> txn) {
    public Presence {
        if (method.isPresent() != (evidence == Evidence.AGENT)) {
            throw new IllegalArgumentException("an agent says how it asked, and nobody else does");
        }
    }

    /** After a normal sign-in. */
    public static Presence signedIn(Instant at, Duration unlocked) {
        return new Presence(at, at.plus(unlocked), Evidence.SIGN_IN, Optional.empty(), Optional.empty());
    }

    /** After the device asked its user. */
    public static Presence askedByDevice(
            Instant at, Duration unlocked, VerificationMethod method, Optional<String> txn) {
        return new Presence(at, at.plus(unlocked), Evidence.AGENT, Optional.of(method), txn);
    }

    /** After an authenticator verified its user in a sign-in attempt. */
    public static Presence verified(Instant at, Duration unlocked, String txn) {
        return new Presence(at, at.plus(unlocked), Evidence.VERIFIED, Optional.empty(), Optional.of(txn));
    }

    /** Whether the user unlocked the device in this very sign-in attempt. */
    public boolean isUnlockOf(String attempt) {
        return evidence != Evidence.SIGN_IN && txn.filter(attempt::equals).isPresent();
    }
}
