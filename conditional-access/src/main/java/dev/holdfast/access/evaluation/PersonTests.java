package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.signal.Names;
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
        Set<String> anyOf = condition.anyOf();
        return request -> Truth.of(meet(anyOf, request.signals().person().roles()));
    }

    static Node.Test group(Condition.Group condition) {
        Set<String> anyOf = condition.anyOf();
        return request -> Truth.of(meet(anyOf, request.signals().person().groups()));
    }

    static Node.Test mfaConfigured(Condition.MfaConfigured condition) {
        return request -> {
            Optional<Boolean> configured = request.signals().person().mfaConfigured();
            return configured.isEmpty() ? Truth.UNKNOWN : Truth.of(configured.get() == condition.expected());
        };
    }

    /** Whether they share a name; costs as much as the smaller one has. */
    static boolean meet(Set<String> some, Names names) {
        if (some.size() <= names.size()) {
            for (String one : some) {
                if (names.contains(one)) {
                    return true;
                }
            }
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (some.contains(names.name(i))) {
                return true;
            }
        }
        return false;
    }
}
