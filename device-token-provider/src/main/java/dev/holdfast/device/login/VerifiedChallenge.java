package dev.holdfast.device.login;

import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import java.util.Optional;
import java.util.Set;

/** A challenge that this realm made and that is alive. Only {@link Challenges#verify} makes one. */
public final class VerifiedChallenge {
    private final Purpose purpose;
    private final String txn;
    private final String codeChallenge;
    private final Origin origin;
    private final String clientId;
    private final Optional<SessionHash> session;

    VerifiedChallenge(
            Purpose purpose,
            String txn,
            String codeChallenge,
            Origin origin,
            String clientId,
            Optional<SessionHash> session) {
        this.purpose = purpose;
        this.txn = txn;
        this.codeChallenge = codeChallenge;
        this.origin = origin;
        this.clientId = clientId;
        this.session = session;
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

    /** Refuses a page other than the one that the challenge was made for, and a page that is not the realm's (A1). */
    public void requireOrigin(String reported, Set<Origin> trusted) {
        if (!origin.value().equals(reported) || !trusted.contains(origin)) {
            throw Refusal.ORIGIN_MISMATCH.because("page " + reported + ", challenge " + origin);
        }
    }
}
