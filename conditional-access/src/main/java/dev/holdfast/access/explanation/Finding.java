package dev.holdfast.access.explanation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.truth.Truth;
import java.util.List;

/**
 * What a condition came to, and why.
 *
 * @param parts of a condition that combines others, in their order
 */
public record Finding(Condition condition, Truth value, Reason reason, List<Finding> parts) {
    public Finding {
        parts = List.copyOf(parts);
    }
}
