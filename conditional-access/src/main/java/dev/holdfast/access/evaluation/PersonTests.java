package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.truth.Truth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conditions about who signs in. What a person does not have is known not to be there. */
final class PersonTests {
    private PersonTests() {}

    static Node.Test attribute(Condition.UserAttribute condition) {
        Set<String> values = condition.values();
        return request -> {
            List<String> has = request.signals().person().attributes().get(condition.name());
            if (has == null || has.isEmpty()) {
                return Truth.FALSE;
            }
            return Truth.of(values.isEmpty() || has.stream().anyMatch(values::contains));
        };
    }

    static Node.Test role(Condition.Role condition) {
        return request ->
                Truth.of(meet(condition.anyOf(), request.signals().person().roles()));
    }

    static Node.Test group(Condition.Group condition) {
        return request ->
                Truth.of(meet(condition.anyOf(), request.signals().person().groups()));
    }

    static Node.Test mfaConfigured(Condition.MfaConfigured condition) {
        return request -> {
            Optional<Boolean> configured = request.signals().person().mfaConfigured();
            return configured.isEmpty() ? Truth.UNKNOWN : Truth.of(configured.get() == condition.expected());
        };
    }

    /** Whether the sets share an element; costs as much as the smaller one has. */
    static boolean meet(Set<String> some, Set<String> others) {
        Set<String> fewer = some.size() <= others.size() ? some : others;
        Set<String> more = fewer == some ? others : some;
        for (String one : fewer) {
            if (more.contains(one)) {
                return true;
            }
        }
        return false;
    }
}
