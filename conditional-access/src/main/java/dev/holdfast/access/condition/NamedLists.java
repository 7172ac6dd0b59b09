package dev.holdfast.access.condition;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The IP lists that a condition names, by id or name. */
public final class NamedLists {
    private NamedLists() {}

    public static Set<String> of(Condition condition) {
        Set<String> names = new TreeSet<>();
        collect(condition, names);
        return names;
    }

    private static void collect(Condition condition, Set<String> names) {
        if (condition instanceof Condition.AddressIn in) {
            names.addAll(in.lists());
        } else if (condition instanceof Condition.Not not) {
            collect(not.part(), names);
        } else {
            parts(condition).forEach(part -> collect(part, names));
        }
    }

    private static List<Condition> parts(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.parts();
        }
        return condition instanceof Condition.Any any ? any.parts() : List.of();
    }
}
