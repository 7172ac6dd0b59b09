package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.Person;
import java.util.Set;

/**
 * Whom a policy is about.
 *
 * @param exclusion whom it is not about, even if included
 */
record Audience(boolean everybody, Named users, Set<String> groups, Exclusion exclusion) {
    /** Whom a policy is not about. */
    record Exclusion(Named users, Set<String> groups) {
        boolean holds(Person person) {
            return users.holds(person) || !groups.isEmpty() && PersonTests.meet(groups, person.groups());
        }
    }

    Audience(Targets targets) {
        this(
                targets.everybody(),
                Named.of(targets.users()),
                targets.groups(),
                new Exclusion(Named.of(targets.excludedUsers()), targets.excludedGroups()));
    }

    boolean includes(Person person) {
        return everybody || users.holds(person) || PersonTests.meet(groups, person.groups());
    }

    boolean looksAtGroups() {
        return !groups.isEmpty() || !exclusion.groups.isEmpty();
    }
}
