package dev.holdfast.bench.start;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One way to start a native host, as a browser does.
 *
 * @param name of the way, for people
 * @param command the program and its arguments
 * @param state the agent's state folder
 */
public record HostStart(String name, List<String> command, Path state) {
    private static final byte[] HELLO = "{\"id\":\"1\",\"type\":\"hello\"}".getBytes(StandardCharsets.US_ASCII);

    /** How long starts took from the start of the process to the first answer, in milliseconds, the shortest first. */
    public record Times(long[] millis) {
        /** The time that half of the starts kept. */
        public long median() {
            return millis[millis.length / 2];
        }

        /** The time that nineteen of twenty starts kept. */
        public long almostAll() {
            return millis[(millis.length * 95 - 1) / 100];
        }
    }

    /**
     * Starts it again and again.
     *
     * @param unmeasured how often before it counts
     * @param measured how often it counts
     */
    public Times measure(int unmeasured, int measured) {
        long[] millis = new long[measured];
        for (int i = -unmeasured; i < measured; i++) {
            long took = once();
            if (i >= 0) {
                millis[i] = took;
            }
        }
        Arrays.sort(millis);
        return new Times(millis);
    }

    private long once() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOLDFAST_STATE", state.toString());
        try {
            long began = System.nanoTime();
            Process host = builder.start();
            try {
                host.getOutputStream()
                        .write(ByteBuffer.allocate(Integer.BYTES + HELLO.length)
                                .order(ByteOrder.nativeOrder())
                                .putInt(HELLO.length)
                                .put(HELLO)
                                .array());
                host.getOutputStream().flush();
                DataInputStream answers = new DataInputStream(host.getInputStream());
                byte[] length = new byte[Integer.BYTES];
                answers.readFully(length);
                answers.readFully(
                        new byte
                                [ByteBuffer.wrap(length)
                                        .order(ByteOrder.nativeOrder())
                                        .getInt()]);
                long took = (System.nanoTime() - began) / 1_000_000;
                host.getOutputStream().close();
                host.waitFor();
                return took;
            } finally {
                host.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
