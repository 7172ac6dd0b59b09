package dev.holdfast.device.login;

import dev.holdfast.device.realm.Origin;

/** A challenge that this realm made and that is alive. Only {@link Challenges#verify} makes one. */
public final class VerifiedChallenge {
    private final Purpose purpose;
    private final String txn;
    private final String codeChallenge;
    private final Origin origin;
    private final String clientId;

    VerifiedChallenge(Purpose purpose, String txn, String codeChallenge, Origin origin, String clientId) {
        this.purpose = purpose;
        this.txn = txn;
        this.codeChallenge = codeChallenge;
        this.origin = origin;
        this.clientId = clientId;
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
}
