package dev.holdfast.access.evaluation;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.truth.Truth;
import java.util.Optional;

/**
 * That a rule's condition has a value by which it matches. Made once, since every request may need it, and with all that a
 * decision asks of the rule, which so has to be read from one place in memory.
 *
 * @param order in which matches count: see {@link #compareTo}
 * @param obligations none for a denial
 * @param message what a person reads who is denied by the rule, or can bring nothing that it demands
 */
record Match(
        Applied applied,
        int order,
        boolean enforced,
        boolean denies,
        boolean grants,
        Obligations obligations,
        Optional<DenialMessage> message)
        implements Comparable<Match> {
    /** Of an order the lower bits: which of two policies comes first in the realm. */
    private static final int RANK_BITS = 28;

    private static final int KINDS = 3;

    static Match of(Rule rule, Truth value) {
        return new Match(
                new Applied(rule.policy(), value),
                order(rule),
                rule.isEnforced(),
                rule.denies(),
                !rule.denies() && value == Truth.TRUE,
                rule.obligations(),
                rule.denies() || asks(rule.obligations())
                        ? rule.policy().effect().message()
                        : Optional.empty());
    }

    /** Those that are enforced before those that are reported; of each, denials, then demands, then the others. */
    @Override
    public int compareTo(Match other) {
        return Integer.compare(order, other.order);
    }

    /** Whether somebody may be unable to bring what is demanded. */
    static boolean asks(Obligations obligations) {
        return Rule.demands(obligations) || obligations.factors().isPresent();
    }

    /** Among the realm's policies; the lower one comes first. */
    int rank() {
        return order & (1 << RANK_BITS) - 1;
    }

    private static int order(Rule rule) {
        int kind = rule.denies() ? 0 : rule.requires() ? 1 : 2;
        return (rule.isEnforced() ? kind : KINDS + kind) << RANK_BITS | rule.rank();
    }
}
