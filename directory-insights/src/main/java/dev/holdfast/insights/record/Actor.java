package dev.holdfast.insights.record;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Who did it. Nobody is named who is not known to the realm: people type passwords where a name is asked.
 *
 * @param id of the user, or of the client for {@link Type#CLIENT}
 */
public record Actor(Type type, Optional<String> id, Optional<String> username, Optional<String> email) {
    public enum Type {
        USER,
        ADMIN,
        CLIENT,
        /** Nobody who is known. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Actor {
        Objects.requireNonNull(type);
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
    }

    public static Actor unknown() {
        return new Actor(Type.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
