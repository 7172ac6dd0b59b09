package dev.holdfast.access.signal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who signs in.
 *
 * @param groups ids and paths of the groups, and of those above them
 * @param roles realm roles by name, client roles as {@code client/role}, composites resolved
 * @param attributes as the realm's user profile has them
 * @param mfaConfigured whether there is a factor beside the password; absent where nobody looked
 */
public record Person(
        String id,
        String username,
        Names groups,
        Names roles,
        Map<String, List<String>> attributes,
        Optional<Boolean> mfaConfigured) {
    public Person {
        attributes = Map.copyOf(attributes);
    }

    public Person(
            String id,
            String username,
            Set<String> groups,
            Set<String> roles,
            Map<String, List<String>> attributes,
            Optional<Boolean> mfaConfigured) {
        this(id, username, Names.of(groups), Names.of(roles), attributes, mfaConfigured);
    }
}
