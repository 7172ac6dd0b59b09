package dev.holdfast.device.login;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A challenge that this realm made and that is alive. Only {@link Challenges#verify} makes one. */
public final class VerifiedChallenge {
    private final Purpose purpose;
    private final String txn;
    private final String codeChallenge;
    private final Origin origin;
    private final String clientId;
    private final String nonce;
    private final Optional<SessionHash> session;
    private final Optional<UserVerification> verification;

    /**
     * The user of one registration, whom an authenticator verified at the sign-in page.
     *
     * @param at when
     */
    public record UserVerification(UUID registration, Instant at) {}

    VerifiedChallenge(
            Purpose purpose,
            String txn,
            String codeChallenge,
            Origin origin,
            String clientId,
            String nonce,
            Optional<SessionHash> session,
            Optional<UserVerification> verification) {
        this.purpose = purpose;
        this.txn = txn;
        this.codeChallenge = codeChallenge;
        this.origin = origin;
        this.clientId = clientId;
        this.nonce = nonce;
        this.session = session;
        this.verification = verification;
    }

    public Purpose purpose() {
        return purpose;
    }

    public String txn() {
        return txn;
    }

    /** {@code cc}: the hash of the verifier in the browser's cookie. */
    public String codeChallenge() {
        return codeChallenge;
    }

    public Origin origin() {
        return origin;
    }

    public String clientId() {
        return clientId;
    }

    /** {@code sid_hash}: the session that a proof is for; present exactly for {@link Purpose#REPROOF}. */
    public Optional<SessionHash> session() {
        return session;
    }

    /** Whom an authenticator verified in this sign-in, if it is this registration's user. */
    public Optional<UserVerification> verificationFor(UUID registration) {
        return verification.filter(verified -> verified.registration().equals(registration));
    }

    /**
     * What an authenticator signs to unlock a registration for this sign-in (docs/protocol.md §8): 32 bytes that bind it to
     * the registration, the tab and this very challenge.
     */
    public byte[] unlockChallenge(UUID registration) {
        return LabelledHash.of("holdfast-unlock")
                .add(registration.toString())
                .add(txn)
                .add(nonce)
                .bytes();
    }

    /** Refuses a page other than the one that the challenge was made for, and a page that is not the realm's (A1). */
    public void requireOrigin(String reported, Set<Origin> trusted) {
        if (!origin.value().equals(reported) || !trusted.contains(origin)) {
            throw Refusal.ORIGIN_MISMATCH.because("page " + reported + ", challenge " + origin);
        }
    }
}
