package dev.holdfast.device.registry;

import java.util.Optional;

/** The realm's users, as far as device login asks. */
public interface Users {
    Optional<Account> find(String userId);

    /** @param name the user name that people see */
    record Account(String id, String name, boolean enabled) {}
}
