package dev.holdfast.push.enrolment;

import dev.holdfast.device.key.LabelledHash;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes the next phone this user's: 80 random bits as 16 characters of Crockford's base32, for a QR code and for
 * typing (docs/push-protocol.md §4). The realm keeps its hash alone.
 */
public record OneTimeKey(String value) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 16;

    /** As it stands on the wire. */
    public static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{" + LENGTH + "}");

    /** Whatever is longer was not typed by a person who meant a key. */
    private static final int LONGEST_TYPED = 64;

    public OneTimeKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("no one-time key");
        }
    }

    public static OneTimeKey generate(SecureRandom random) {
        StringBuilder value = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new OneTimeKey(value.toString());
    }

    /** Reads what a person typed. */
    public static Optional<OneTimeKey> typed(String text) {
        if (text.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String value = text.replace(" ", "")
                .replace("-", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return FORM.matcher(value).matches() ? Optional.of(new OneTimeKey(value)) : Optional.empty();
    }

    /** For people: groups of four. */
    public String grouped() {
        return value.replaceAll("(.{4})(?!$)", "$1-");
    }

    /** What the realm keeps. */
    public String hash() {
        return LabelledHash.of("holdfast-push-one-time-key").add(value).base64Url();
    }

    @Override
    public String toString() {
        return "OneTimeKey[…]";
    }
}
