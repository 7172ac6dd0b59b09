package dev.holdfast.agent.origin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web origin as a browser serializes it (RFC 6454 section 6.2). Two are equal when their characters are: nothing is
 * normalized, since whoever sends a text that needs normalizing is not a browser that reports an origin.
 *
 * @param value for example {@code https://idp.example.com}
 */
public record WebOrigin(String value) {
    private static final Pattern FORM = Pattern.compile("(https?)://"
            + "([a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*|\\[[0-9a-f:]{2,39}])"
            + "(?::([1-9][0-9]{0,4}))?");
    private static final int MAX_LENGTH = 300;

    /** Refuses what is not a serialized origin with {@link IllegalArgumentException}. */
    public WebOrigin {
        if (!isOrigin(value)) {
            throw new IllegalArgumentException("not a web origin");
        }
    }

    /** The origin written as {@code text}, or nothing if it is not one; {@code null} (the opaque origin) is not one. */
    public static Optional<WebOrigin> parse(String text) {
        return isOrigin(text) ? Optional.of(new WebOrigin(text)) : Optional.empty();
    }

    private static boolean isOrigin(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return false;
        }
        String port = form.group(3);
        int standard = "https".equals(form.group(1)) ? 443 : 80;
        return port == null || (Integer.parseInt(port) <= 65_535 && Integer.parseInt(port) != standard);
    }

    @Override
    public String toString() {
        return value;
    }
}
