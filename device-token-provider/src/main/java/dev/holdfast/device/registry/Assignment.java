package dev.holdfast.device.registry;

import java.util.Collections;
import java.util.Set;

/**
 * To whom a device is assigned.
 *
 * @param users ids, its owner among them
 * @param groups ids; their sub-groups are meant as well
 */
public record Assignment(Set<String> users, Set<String> groups) {
    public Assignment {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
    }

    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }

    /** Whether it is the user's, by itself or by one of its groups. */
    public boolean includes(String userId, Users directory) {
        return users.contains(userId)
                || (!groups.isEmpty() && !Collections.disjoint(groups, directory.groupsOf(userId)));
    }
}
