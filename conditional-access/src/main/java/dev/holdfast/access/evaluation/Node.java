package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.truth.Truth;
import java.util.List;

/**
 * A compiled condition.
 *
 * @param source what it was compiled from
 * @param parts compiled from its parts; none for a leaf
 */
record Node(Condition source, List<Node> parts, Test test) {
    /** Looks at the signals. Pure. */
    interface Test {
        Truth of(Request request);
    }

    static Node leaf(Condition source, Test test) {
        return new Node(source, List.of(), test);
    }

    Truth value(Request request) {
        return test.of(request);
    }
}
