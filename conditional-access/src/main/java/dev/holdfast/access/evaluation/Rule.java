package dev.holdfast.access.evaluation;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import org.jspecify.annotations.Nullable;

/** A policy in its place of the realm's order, with its condition compiled. */
final class Rule {
    private final Policy policy;
    private final int rank;
    private final Node condition;
    private final Audience audience;
    private final Match whenTrue;
    private final Match whenUnknown;
    private final boolean matchesUnknown;

    /** A rule whose condition has a value by which it matches. Made once, since every request may need it. */
    record Match(Rule rule, Applied applied) {
        boolean grants() {
            return rule.policy.effect() instanceof Effect.Allow && applied.value() == Truth.TRUE;
        }
    }

    /** @param rank among the realm's policies; the lower one comes first */
    Rule(Policy policy, int rank, Node condition) {
        this.policy = policy;
        this.rank = rank;
        this.condition = condition;
        this.audience = new Audience(policy.targets());
        this.whenTrue = new Match(this, new Applied(policy, Truth.TRUE));
        this.whenUnknown = new Match(this, new Applied(policy, Truth.UNKNOWN));
        this.matchesUnknown = policy.onMissing() != OnMissing.SKIP
                && (denies() || !obligations().equals(Obligations.NONE));
    }

    Policy policy() {
        return policy;
    }

    int rank() {
        return rank;
    }

    Node condition() {
        return condition;
    }

    Audience audience() {
        return audience;
    }

    /**
     * No data is never good: on an unknown value a denial holds, and so do obligations, but nothing is granted. A policy that
     * skips what is missing does not match.
     */
    @Nullable
    Match match(Truth value) {
        return switch (value) {
            case TRUE -> whenTrue;
            case UNKNOWN -> matchesUnknown ? whenUnknown : null;
            case FALSE -> null;
        };
    }

    /** Whether it is about what is asked for, and about who asks. */
    boolean isAbout(Signals signals) {
        return isAbout(policy, signals)
                && audience.includes(signals.person())
                && !audience.exclusion().holds(signals.person());
    }

    /** Whether a policy is about what is asked for. */
    static boolean isAbout(Policy policy, Signals signals) {
        if (policy.targets().resources().isEmpty()) {
            return policy.type() == signals.type();
        }
        return policy.targets().resources().stream()
                .anyMatch(resource -> resource.type() == signals.type()
                        && resource.clientId()
                                .filter(id -> !id.equals(signals.clientId()))
                                .isEmpty());
    }

    boolean isEnforced() {
        return policy.mode() == Mode.ENFORCE;
    }

    boolean denies() {
        return policy.effect() instanceof Effect.Deny;
    }

    /** Whether it demands that something be brought. */
    boolean requires() {
        return demands(obligations());
    }

    Obligations obligations() {
        return policy.effect() instanceof Effect.Allow allow ? allow.obligations() : Obligations.NONE;
    }

    static boolean demands(Obligations obligations) {
        return obligations.mfa() || obligations.userVerification() == UserVerification.REQUIRED;
    }
}
