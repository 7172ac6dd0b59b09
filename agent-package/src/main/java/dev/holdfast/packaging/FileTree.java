package dev.holdfast.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The files of a package by their place in the installed system, always in the same order. */
final class FileTree {
    static final int FILE = 0644;
    static final int PROGRAM = 0755;

    /** RFC 1952 section 2.3.1, XFL: Java compresses as it is told and does not say so. */
    private static final int COMPRESSION_FLAGS = 8;

    private static final byte SLOWEST = 2;

    /**
     * A file.
     *
     * @param mode its permissions
     */
    record Entry(byte[] content, int mode) {}

    private final Map<String, Entry> entries = new TreeMap<>();

    /** Its entries by path, without the first slash. */
    Map<String, Entry> entries() {
        return entries;
    }

    void add(String path, byte[] content, int mode) {
        if (entries.put(path, new Entry(content, mode)) != null) {
            throw new IllegalArgumentException("twice: " + path);
        }
    }

    void add(String path, String text, int mode) {
        add(path, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /** Adds a text as {@code path.gz}, with nothing in it that tells when it was packed. */
    void addCompressed(String path, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new BestCompression(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] packed = bytes.toByteArray();
        packed[COMPRESSION_FLAGS] = SLOWEST;
        add(path + ".gz", packed, FILE);
    }

    /** Adds all files of a folder; those that can be run stay so. */
    void addFolder(String path, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            for (Path file : all) {
                boolean program = Files.isExecutable(file) && !file.toString().endsWith(".so");
                add(path + "/" + folder.relativize(file), Files.readAllBytes(file), program ? PROGRAM : FILE);
            }
        }
    }

    private static final class BestCompression extends GZIPOutputStream {
        BestCompression(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(java.util.zip.Deflater.BEST_COMPRESSION);
        }
    }
}
