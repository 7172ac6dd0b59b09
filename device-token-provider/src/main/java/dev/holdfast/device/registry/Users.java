package dev.holdfast.device.registry;

import java.util.Optional;
import java.util.Set;

/** The realm's users, as far as device login asks. */
public interface Users {
    Optional<Account> find(String userId);

    /** The account of whoever signs in by that name. */
    Optional<Account> named(String name);

    /** Ids of the groups that the user is a member of, and of all groups above them. */
    Set<String> groupsOf(String userId);

    /** Whether the user is a member of one of these groups or of a group below one. */
    boolean isMemberOfAny(String userId, Set<String> groupPaths);

    /** @param name the user name that people see */
    record Account(String id, String name, boolean enabled) {}
}
