package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.Person;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a policy is about. Names of users are compared as Keycloak keeps them, in lower case; ids as they are.
 *
 * @param users ids and names
 * @param exclusion whom it is not about, even if included
 */
record Audience(boolean everybody, Set<String> users, Set<String> groups, Exclusion exclusion) {
    /** Whom a policy is not about. */
    record Exclusion(Set<String> users, Set<String> groups) {
        static final Exclusion NOBODY = new Exclusion(Set.of(), Set.of());

        boolean holds(Person person) {
            return !users.isEmpty() && isNamed(users, person)
                    || !groups.isEmpty() && PersonTests.meet(groups, person.groups());
        }
    }

    Audience(Targets targets) {
        this(
                targets.everybody(),
                names(targets.users()),
                targets.groups(),
                new Exclusion(names(targets.excludedUsers()), targets.excludedGroups()));
    }

    boolean includes(Person person) {
        return everybody || isNamed(users, person) || PersonTests.meet(groups, person.groups());
    }

    boolean looksAtGroups() {
        return !groups.isEmpty() || !exclusion.groups.isEmpty();
    }

    static boolean isNamed(Set<String> users, Person person) {
        return users.contains(person.id()) || users.contains(person.username().toLowerCase(Locale.ROOT));
    }

    private static Set<String> names(Set<String> users) {
        Set<String> names = new HashSet<>(users);
        users.forEach(user -> names.add(user.toLowerCase(Locale.ROOT)));
        return Set.copyOf(names);
    }
}
