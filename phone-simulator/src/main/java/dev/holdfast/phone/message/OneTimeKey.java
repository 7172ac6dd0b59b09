package dev.holdfast.phone.message;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What makes the next phone this user's (section 4).
 *
 * @param value 16 characters of Crockford's base32
 */
public record OneTimeKey(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{16}");

    public OneTimeKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not 16 characters of Crockford's base32");
        }
    }

    /** Reads a code as people type it. */
    public static OneTimeKey typed(String text) throws MalformedException {
        String key = text.replace(" ", "")
                .replace("-", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (!FORM.matcher(key).matches()) {
            throw new MalformedException(
                    "A code has 16 letters and digits, like 7Q2Z-K9M4-XWBT-6HRC; this is another text.");
        }
        return new OneTimeKey(key);
    }

    @Override
    public String toString() {
        return "OneTimeKey";
    }
}
