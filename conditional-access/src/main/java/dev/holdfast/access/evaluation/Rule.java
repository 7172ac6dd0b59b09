package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy in its place of the realm's order, with its condition compiled. */
final class Rule {
    private final Policy policy;
    private final int rank;
    private final Node condition;
    private final Audience audience;
    private final Audience.Exclusion exclusion;
    private final Match whenTrue;
    private final @Nullable Match whenUnknown;
    private final boolean enforced;
    private final boolean denies;
    private final Obligations obligations;
    private final boolean requires;

    /**
     * Of equal things one, so that what thousands of rules have in common stands in memory once: a decision waits for little
     * else than memory.
     */
    static final class Known {
        private final Map<Object, Object> known = new HashMap<>();

        @SuppressWarnings("unchecked") // What is equal is of one class: these are records.
        <T extends Record> T one(T thing) {
            return (T) known.computeIfAbsent(thing, own -> own);
        }
    }

    /**
     * @param rank among the realm's policies; the lower one comes first
     * @param known what the realm's rules have in common
     */
    Rule(Policy policy, int rank, Node condition, Known known) {
        this.policy = policy;
        this.rank = rank;
        this.condition = condition;
        this.audience = new Audience(policy.targets());
        this.enforced = policy.mode() == Mode.ENFORCE;
        this.denies = policy.effect() instanceof Effect.Deny;
        this.exclusion = known.one(audience.exclusion());
        this.obligations =
                known.one(policy.effect() instanceof Effect.Allow allow ? allow.obligations() : Obligations.NONE);
        this.requires = demands(obligations);
        this.whenTrue = Match.of(this, Truth.TRUE);
        boolean matchesUnknown =
                policy.onMissing() != OnMissing.SKIP && (denies || !obligations.equals(Obligations.NONE));
        this.whenUnknown = matchesUnknown ? Match.of(this, Truth.UNKNOWN) : null;
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

    /** Whom it is not about; one object for all rules that leave out the same. */
    Audience.Exclusion exclusion() {
        return exclusion;
    }

    /**
     * No data is never good: on an unknown value a denial holds, and so do obligations, but nothing is granted. A policy that
     * skips what is missing does not match.
     */
    @Nullable
    Match match(Truth value) {
        return switch (value) {
            case TRUE -> whenTrue;
            case UNKNOWN -> whenUnknown;
            case FALSE -> null;
        };
    }

    /** Whether it is about what is asked for, and about who asks. */
    boolean isAbout(Signals signals) {
        return isAbout(policy, signals) && audience.includes(signals.person()) && !exclusion.holds(signals.person());
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
        return enforced;
    }

    boolean denies() {
        return denies;
    }

    /** Whether it demands that something be brought. */
    boolean requires() {
        return requires;
    }

    Obligations obligations() {
        return obligations;
    }

    static boolean demands(Obligations obligations) {
        return obligations.mfa() || obligations.userVerification() == UserVerification.REQUIRED;
    }
}
