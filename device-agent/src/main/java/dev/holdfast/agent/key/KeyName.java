package dev.holdfast.agent.key;

import java.util.regex.Pattern;

/**
 * What a key is called in its store.
 *
 * @param value {@code agent}, or {@code duk-} and something unique
 */
public record KeyName(String value) {
    // Before AGENT, whose constructor needs it.
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** The agent key. */
    public static final KeyName AGENT = new KeyName("agent");

    /** Refuses other characters than lower-case letters, digits and hyphens. */
    public KeyName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key name");
        }
    }
}
