package dev.holdfast.device.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Small damages to bytes, reproducible by the random number generator's seed. */
final class Mutations {
    private static final byte[] SPECIAL = "{}[]\",:.\\-0eE+nu \u0000=A_".getBytes(StandardCharsets.US_ASCII);

    private Mutations() {}

    /** One to three damages. */
    static byte[] of(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 1; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = at + random.nextInt(Math.min(40, bytes.length - at));
        byte[] changed = bytes.clone();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(7)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = SPECIAL[random.nextInt(SPECIAL.length)];
            case 2 -> changed[at] = (byte) random.nextInt(256);
            case 3 -> changed = Arrays.copyOf(bytes, at);
            case 4 -> { // A piece left out.
                out.write(bytes, to, bytes.length - to);
                return out.toByteArray();
            }
            case 5 -> { // A piece twice.
                out.write(bytes, at, to - at);
                out.write(bytes, at, bytes.length - at);
                return out.toByteArray();
            }
            default -> { // Something put in.
                out.write(SPECIAL[random.nextInt(SPECIAL.length)]);
                out.write(bytes, at, bytes.length - at);
                return out.toByteArray();
            }
        }
        return changed;
    }
}
