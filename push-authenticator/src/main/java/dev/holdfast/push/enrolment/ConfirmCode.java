package dev.holdfast.push.enrolment;

import dev.holdfast.device.key.LabelledHash;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;

/** The six digits that a new phone shows and its user types on the page. */
public record ConfirmCode(String digits) {
    private static final int MOST = 1_000_000;

    public ConfirmCode {
        if (!digits.matches("[0-9]{6}")) {
            throw new IllegalArgumentException("a code has six digits");
        }
    }

    public static ConfirmCode generate(SecureRandom random) {
        return new ConfirmCode(String.format(Locale.ROOT, "%06d", random.nextInt(MOST)));
    }

    /** What the realm keeps. It is no secret to whoever reads the database, and no clear text in a backup. */
    public String hash(UUID enrolment) {
        return hash(enrolment, digits);
    }

    /** @param typed whatever was typed; spaces do not count */
    static String hash(UUID enrolment, String typed) {
        return LabelledHash.of("holdfast-push-confirm-code")
                .add(enrolment.toString())
                .add(typed.replace(" ", ""))
                .base64Url();
    }

    @Override
    public String toString() {
        return "ConfirmCode[…]";
    }
}
