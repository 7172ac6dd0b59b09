package dev.holdfast.device.testrealm;

import dev.holdfast.device.registry.Users;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The users of a realm; an account's id is {@code id-} and its name. */
public final class InMemoryUsers implements Users {
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();

    /** Adds an enabled user and gives its id. */
    public String add(String name) {
        String id = "id-" + name;
        accounts.put(id, new Account(id, name, true));
        return id;
    }

    /** Disables a user that was added before. */
    public void disable(String id) {
        accounts.computeIfPresent(id, (key, account) -> new Account(id, account.name(), false));
    }

    public void remove(String id) {
        accounts.remove(id);
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(accounts.get(userId));
    }
}
