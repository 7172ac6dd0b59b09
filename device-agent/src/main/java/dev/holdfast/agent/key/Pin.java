package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** What a user types to use a key. The hardware compares it and counts wrong ones; no file knows it. */
public final class Pin {
    private static final int MIN_LENGTH = 4;
    private static final int MAX_LENGTH = 64;
    private static final byte[] LABEL = "holdfast-pin".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;

    private Pin(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Takes a PIN of {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters; digits are not required.
     *
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public static Pin of(char[] typed) {
        if (typed.length < MIN_LENGTH || typed.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a PIN has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        ByteArrayOutputStream labelled = new ByteArrayOutputStream();
        labelled.writeBytes(LABEL);
        labelled.write(0);
        var utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        while (utf8.hasRemaining()) {
            labelled.write(utf8.get());
        }
        return new Pin(Sha256.of(labelled.toByteArray()));
    }

    /** SHA-256 over {@code holdfast-pin}, a zero and the PIN in UTF-8: the key's authorization value. */
    public byte[] authorization() {
        return secret.clone();
    }

    /** The PIN is a secret. */
    @Override
    public String toString() {
        return "Pin";
    }
}
