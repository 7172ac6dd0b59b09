package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.truth.Truth;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A compiled condition.
 *
 * @param source what it was compiled from
 * @param parts compiled from its parts; none for a leaf
 * @param needs what it looks at
 */
record Node(Condition source, List<Node> parts, Set<SignalKind> needs, Test test) {
    /** Looks at the signals. Pure. */
    interface Test {
        Truth of(Request request);
    }

    static Node leaf(Condition source, SignalKind needs, Test test) {
        return new Node(source, List.of(), Set.of(needs), test);
    }

    static Node of(Condition source, List<Node> parts, Test test) {
        Set<SignalKind> needs = EnumSet.noneOf(SignalKind.class);
        parts.forEach(part -> needs.addAll(part.needs));
        return new Node(source, parts, Set.copyOf(needs), test);
    }

    Truth value(Request request) {
        return test.of(request);
    }
}
