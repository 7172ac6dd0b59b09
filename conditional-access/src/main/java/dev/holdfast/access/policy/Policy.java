package dev.holdfast.access.policy;

import dev.holdfast.access.condition.Condition;

/**
 * One rule of the realm's ordered list.
 *
 * @param id of the realm component that holds it
 * @param priority the lower one gives the message where several deny
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
        Effect effect) {}
