package dev.holdfast.device.enrolment;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.rotation.Hash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** An enrolment token as its bearer knows it: {@code hfe_} and 256 random bits. The server keeps its hash alone. */
public final class EnrolmentSecret {
    private static final Pattern FORM = Pattern.compile("hfe_[A-Za-z0-9_-]{43}");

    private final String text;

    private EnrolmentSecret(String text) {
        this.text = text;
    }

    public static EnrolmentSecret generate(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new EnrolmentSecret(
                "hfe_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static Optional<EnrolmentSecret> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new EnrolmentSecret(text)) : Optional.empty();
    }

    /** The token itself, shown once to whoever made it. */
    public String reveal() {
        return text;
    }

    public Hash hash() {
        return new Hash(LabelledHash.of("holdfast-enrolment-token").add(text).base64Url());
    }

    @Override
    public String toString() {
        return "EnrolmentSecret[redacted]";
    }
}
