package dev.holdfast.push.limit;

/**
 * Where a sign-in comes from, as far as limits ask. They are counted apart: what somebody with a stolen password uses
 * up is not taken from the owner's own browsers (A59).
 */
public enum Lane {
    /** The user approved a sign-in in this browser before. */
    KNOWN_BROWSER,
    /** Any other browser, and every door without one at which a password was shown. */
    UNKNOWN_BROWSER,
    /** A client asked of its own (OpenID CIBA), and nobody showed anything before. */
    BACKCHANNEL;

    /** Whether somebody showed a first factor before, which a denied or reported request then says a stranger knows. */
    public boolean hasFirstFactor() {
        return this != BACKCHANNEL;
    }
}
