package dev.holdfast.access.policy;

import dev.holdfast.access.condition.Condition;
import java.util.Comparator;

/**
 * One rule of the realm's ordered list.
 *
 * @param id of the realm component that holds it
 * @param priority the lower one gives the message where several deny; from 0 to {@link #MOST_PRIORITY}
 */
public record Policy(
        String id,
        String name,
        String description,
        boolean disabled,
        Mode mode,
        int priority,
        ResourceType type,
        Targets targets,
        Condition condition,
        OnMissing onMissing,
        Effect effect) {
    public static final int MOST_PRIORITY = 1_000_000;

    /** The realm's order: by priority, and by id where that is equal. */
    public static final Comparator<Policy> IN_ORDER =
            Comparator.comparingInt(Policy::priority).thenComparing(Policy::id);

    /** The same policy with another priority. */
    public Policy withPriority(int other) {
        return new Policy(id, name, description, disabled, mode, other, type, targets, condition, onMissing, effect);
    }
}
