package dev.holdfast.access.evaluation;

import dev.holdfast.access.signal.Person;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Users whom a policy names. What has the form of an id is one and no user name: else whoever takes another's id for a name
 * would be taken for them.
 *
 * @param ids as Keycloak keeps them: a UUID, or {@code f:}, the federation and the id there
 * @param usernames in lower case, as Keycloak keeps them
 */
record Named(Set<String> ids, Set<String> usernames) {
    static final Named NOBODY = new Named(Set.of(), Set.of());

    private static final Pattern ID = Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String FEDERATED = "f:";

    Named {
        ids = Set.copyOf(ids);
        usernames = Set.copyOf(usernames);
    }

    static Named of(Set<String> users) {
        Set<String> ids = new HashSet<>();
        Set<String> usernames = new HashSet<>();
        for (String user : users) {
            if (ID.matcher(user).matches()) {
                ids.add(user);
                ids.add(user.toLowerCase(Locale.ROOT));
            } else if (user.startsWith(FEDERATED)) {
                ids.add(user);
            } else {
                usernames.add(user.toLowerCase(Locale.ROOT));
            }
        }
        return new Named(ids, usernames);
    }

    boolean holds(Person person) {
        return !ids.isEmpty() && ids.contains(person.id())
                || !usernames.isEmpty() && usernames.contains(username(person));
    }

    static String username(Person person) {
        return person.username().toLowerCase(Locale.ROOT);
    }
}
