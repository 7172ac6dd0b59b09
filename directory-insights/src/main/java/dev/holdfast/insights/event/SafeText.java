package dev.holdfast.insights.event;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in a record (A54): short, without control characters, and with a mask over whatever looks like a token,
 * a key or a code, wherever it came from.
 */
final class SafeText {
    static final String MASK = "**********";

    /** What a run of characters is made of in tokens and keys. Each is looked at from its beginning alone. */
    private static final String RUN = "[A-Za-z0-9_+=-]";

    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_.-]{10,}");

    /** Long, and of mixed case with digits, or hexadecimal throughout: names, words and UUIDs are not. */
    private static final Pattern TOKEN = Pattern.compile("(?<!" + RUN + ")(?:[0-9A-Fa-f]{40,}|(?=" + RUN + "*[a-z])(?="
            + RUN + "*[A-Z])(?=" + RUN + "*[0-9])" + RUN + "{40,})(?!" + RUN + ")");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern SECRET_NAME = Pattern.compile(
            "secret|passw|token|credential|private|jwt|salt|hash|cookie|assertion|authorization|otp|(^|[^a-z])pin([^a-z]|$)|"
                    + "(^|[^a-z])codes?([^a-z]|$)|apikey|api_key|keys?$|certificate|bearer|nonce");

    private SafeText() {}

    /** Of a text that anybody may have written. */
    static String of(String text, int max) {
        return cut(TOKEN.matcher(JWT.matcher(bare(text, max)).replaceAll(MASK)).replaceAll(MASK), max);
    }

    /** Of a name or an id that the realm itself keeps, which may well look like a token. */
    static Optional<String> name(@Nullable String text, int max) {
        return Optional.ofNullable(text)
                .map(present -> cut(bare(present, max), max))
                .filter(safe -> !safe.isEmpty());
    }

    private static String bare(String text, int max) {
        String part = text.length() <= 4 * max ? text : text.substring(0, 4 * max);
        return CONTROL.matcher(part).replaceAll(" ").trim();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /** Empty for what is absent or blank. */
    static Optional<String> maybe(@Nullable String text, int max) {
        return Optional.ofNullable(text).map(present -> of(present, max)).filter(safe -> !safe.isEmpty());
    }

    /** Whether a member's name says that its value is a secret. */
    static boolean namesSecret(String name) {
        // Camel case as words, so that "signingKey" ends in "key".
        String words = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return SECRET_NAME.matcher(words).find();
    }
}
