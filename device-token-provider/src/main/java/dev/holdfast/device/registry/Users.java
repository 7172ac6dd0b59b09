package dev.holdfast.device.registry;

import java.util.Optional;
import java.util.Set;

/** The realm's users, as far as device login asks. */
public interface Users {
    Optional<Account> find(String userId);

    /** Ids of the groups that the user is a member of, and of all groups above them. */
    Set<String> groupsOf(String userId);

    /** @param name the user name that people see */
    record Account(String id, String name, boolean enabled) {}
}
