package dev.holdfast.agent.testrealm;

/** The test realm refuses, with a code of section 10. */
final class RealmRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;
    final int retryAfter;
    /** Whether the signature was verified, so that the answer carries a nonce. */
    final boolean verified;

    RealmRefusal(int status, String code, boolean verified) {
        this(status, code, verified, 0);
    }

    RealmRefusal(int status, String code, boolean verified, int retryAfter) {
        super(code);
        this.status = status;
        this.code = code;
        this.verified = verified;
        this.retryAfter = retryAfter;
    }
}
