package dev.holdfast.agent.signin;

import dev.holdfast.agent.origin.WebOrigin;

/** A challenge that the realm signed for the page that handed it over. Only {@link ChallengeVerifier} makes one. */
public final class VerifiedChallenge {
    private final String compact;
    private final Purpose purpose;
    private final WebOrigin origin;
    private final String nonce;

    VerifiedChallenge(String compact, Purpose purpose, WebOrigin origin, String nonce) {
        this.compact = compact;
        this.purpose = purpose;
        this.origin = origin;
        this.nonce = nonce;
    }

    /** The whole challenge, to send along. */
    public String compact() {
        return compact;
    }

    /** What it is for. */
    public Purpose purpose() {
        return purpose;
    }

    /** The page's origin: the browser's account of it, which equals the challenge's. */
    public WebOrigin origin() {
        return origin;
    }

    /** A nonce that serves for the exchange. */
    public String nonce() {
        return nonce;
    }
}
