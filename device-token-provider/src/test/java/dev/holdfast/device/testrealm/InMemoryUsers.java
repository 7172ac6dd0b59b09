package dev.holdfast.device.testrealm;

import dev.holdfast.device.registry.Users;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The users of a realm; an account's id is {@code id-} and its name. */
public final class InMemoryUsers implements Users {
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> groups = new ConcurrentHashMap<>();

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

    /** Makes a user a member of a group. */
    public void join(String id, String group) {
        groups.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(group);
    }

    @Override
    public Optional<Account> named(String name) {
        return accounts.values().stream()
                .filter(account -> account.name().equals(name))
                .findFirst();
    }

    @Override
    public Set<String> groupsOf(String userId) {
        return Set.copyOf(groups.getOrDefault(userId, Set.of()));
    }

    @Override
    public boolean isMemberOfAny(String userId, Set<String> groupPaths) {
        return groupsOf(userId).stream().anyMatch(groupPaths::contains);
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(accounts.get(userId));
    }
}
