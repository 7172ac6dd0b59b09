package dev.holdfast.access.replay;

import dev.holdfast.access.decision.Decision;

/** A decision in a word. */
public enum Verdict {
    ALLOW,
    REQUIRE,
    DENY;

    public static Verdict of(Decision decision) {
        if (decision instanceof Decision.Deny) {
            return DENY;
        }
        return decision instanceof Decision.Require ? REQUIRE : ALLOW;
    }
}
