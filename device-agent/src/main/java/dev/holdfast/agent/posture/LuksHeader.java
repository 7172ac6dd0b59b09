package dev.holdfast.agent.posture;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a LUKS volume, read from the disk itself (LUKS1 and LUKS2 on-disk format specifications). Bounded: a header
 * that is too large, torn or unknown is none.
 *
 * @param version 1 or 2
 * @param uuid without hyphens, as the device mapper names it
 * @param encrypts whether the cipher is a real one for all of the volume; LUKS can be told to use none
 */
record LuksHeader(int version, String uuid, boolean encrypts) {
    /** What is read first; it says how much more there is. */
    static final int BINARY_BYTES = 4_096;

    private static final byte[] MAGIC = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe};
    private static final int MAX_BYTES = 4 << 20;
    private static final int VERSION = 6;
    private static final int CIPHER = 8;
    private static final int CIPHER_BYTES = 32;
    private static final int SIZE = 8;
    private static final int CHECKSUM_NAME = 72;
    private static final int CHECKSUM_NAME_BYTES = 32;
    private static final int UUID = 168;
    private static final int UUID_BYTES = 40;
    private static final int CHECKSUM = 448;
    private static final int CHECKSUM_BYTES = 64;
    private static final int MAX_SEGMENTS = 32;

    /** How many bytes of the volume are the header; nothing if none begins here. */
    static Optional<Integer> length(byte[] start) {
        if (start.length < BINARY_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(start);
        if (bytes.getShort(VERSION) == 1) {
            return Optional.of(BINARY_BYTES);
        }
        long size = bytes.getLong(SIZE);
        return bytes.getShort(VERSION) == 2 && size > BINARY_BYTES && size <= MAX_BYTES
                ? Optional.of((int) size)
                : Optional.empty();
    }

    /** Reads a header of {@link #length} bytes. */
    static Optional<LuksHeader> read(byte[] header) {
        Optional<Integer> length = length(header);
        if (length.isEmpty() || header.length < length.get()) {
            return Optional.empty();
        }
        String uuid = text(header, UUID, UUID_BYTES).replace("-", "");
        if (ByteBuffer.wrap(header).getShort(VERSION) == 1) {
            return Optional.of(new LuksHeader(1, uuid, isCipher(text(header, CIPHER, CIPHER_BYTES))));
        }
        if (!isIntact(header, length.get())) {
            return Optional.empty();
        }
        try {
            String json = text(header, BINARY_BYTES, length.get() - BINARY_BYTES);
            return Optional.of(new LuksHeader(2, uuid, encryptsAll(JsonObject.parse(json))));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /** Every segment: one that is being decrypted, or was left out, holds plain text. */
    private static boolean encryptsAll(JsonObject metadata) throws MalformedJsonException {
        JsonObject segments = metadata.object("segments");
        boolean any = false;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            Optional<JsonObject> segment = segments.optionalObject(Integer.toString(i));
            if (segment.isPresent()) {
                any = true;
                boolean encrypted = segment.get().string("type").equals("crypt")
                        && isCipher(segment.get().string("encryption"));
                if (!encrypted) {
                    return false;
                }
            }
        }
        return any;
    }

    private static boolean isCipher(String name) {
        return !name.isEmpty() && !name.startsWith("cipher_null") && !name.equals("null");
    }

    /** LUKS2 headers bear a checksum over themselves; other hashes than SHA-256 are rare and not checked. */
    private static boolean isIntact(byte[] header, int length) {
        if (!text(header, CHECKSUM_NAME, CHECKSUM_NAME_BYTES).equals("sha256")) {
            return true;
        }
        byte[] copy = Arrays.copyOf(header, length);
        Arrays.fill(copy, CHECKSUM, CHECKSUM + CHECKSUM_BYTES, (byte) 0);
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(copy);
            return MessageDigest.isEqual(sum, Arrays.copyOfRange(header, CHECKSUM, CHECKSUM + sum.length));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.US_ASCII);
    }
}
