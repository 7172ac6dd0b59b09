package dev.holdfast.access.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom and what a policy is about. Exclusions beat inclusions.
 *
 * @param everybody whether inclusions name everybody; also true where they name nobody at all
 * @param users ids or user names that are included; what has the form of an id (a UUID, or {@code f:…}) names nobody by name
 * @param excludedUsers ids or user names that are not, in the same way
 * @param groups ids or paths of groups that are included, those below them too
 * @param excludedGroups ids or paths of groups that are not
 * @param resources what it is about; empty means everything of the policy's type
 */
public record Targets(
        boolean everybody,
        Set<String> users,
        Set<String> excludedUsers,
        Set<String> groups,
        Set<String> excludedGroups,
        List<Resource> resources) {
    public static final Targets ALL = new Targets(true, Set.of(), Set.of(), Set.of(), Set.of(), List.of());

    /** @param clientId of one client; absent means all of the type */
    public record Resource(ResourceType type, Optional<String> clientId) {}

    /** Includes everybody where it names nobody. */
    public Targets {
        everybody = everybody || users.isEmpty() && groups.isEmpty();
        users = Set.copyOf(users);
        excludedUsers = Set.copyOf(excludedUsers);
        groups = Set.copyOf(groups);
        excludedGroups = Set.copyOf(excludedGroups);
        resources = List.copyOf(resources);
    }
}
