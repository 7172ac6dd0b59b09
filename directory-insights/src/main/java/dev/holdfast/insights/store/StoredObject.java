package dev.holdfast.insights.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Records as one object: lines of JSON, compressed (RFC 1952).
 *
 * @param name {@code <realm>/<year>/<month>/<day>/<time>-<id>.jsonl.gz} by time (UTC) and id of the first record. What is
 *     put again because nobody saw that it arrived, begins with the same record, and so takes its own place.
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record StoredObject(String name, byte[] body) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HHmmss'Z-'").withZone(ZoneOffset.UTC);

    /**
     * @param first when the first record happened
     * @param id the first record's
     * @param payloads records as JSON, in the order of their time
     */
    public static StoredObject of(String realm, Instant first, String id, List<String> payloads) {
        return new StoredObject(folder(realm) + "/" + TIME.format(first) + id + ".jsonl.gz", compressed(payloads));
    }

    /** The realm's name in characters that need no escape in a path, nor mean something there: two names are never one. */
    private static String folder(String realm) {
        String escaped = URLEncoder.encode(realm, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("+", "%20")
                .replace('%', '~');
        return escaped.startsWith(".") ? "~2E" + escaped.substring(1) : escaped;
    }

    private static byte[] compressed(List<String> payloads) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(bytes)) {
            for (String payload : payloads) {
                lines.write((payload + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
