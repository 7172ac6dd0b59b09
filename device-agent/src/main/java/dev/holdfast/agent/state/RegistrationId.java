package dev.holdfast.agent.state;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registration's id; also the name of its file, so its form is checked.
 *
 * @param value a lower-case UUID
 */
public record RegistrationId(String value) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Refuses everything but a lower-case UUID. */
    public RegistrationId {
        if (!UUID.matcher(value).matches()) {
            throw new IllegalArgumentException("not a registration id");
        }
    }

    /** The id written as {@code text}, or nothing. */
    public static Optional<RegistrationId> parse(String text) {
        return UUID.matcher(text).matches() ? Optional.of(new RegistrationId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
