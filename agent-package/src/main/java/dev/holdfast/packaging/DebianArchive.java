package dev.holdfast.packaging;

import dev.holdfast.packaging.FileTree.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A binary package in the format of deb(5): an {@code ar} archive of its version, the control files and the files. The
 * same input gives the same bytes: everything belongs to root and bears one time.
 *
 * @param control the control files by name: {@code control}, the maintainer scripts, {@code conffiles}
 * @param data the files
 * @param time of every entry
 */
record DebianArchive(FileTree control, FileTree data, Instant time) {
    private static final int FOLDER = 040755;
    private static final int REGULAR = 0100000;

    void writeTo(Path file) throws IOException {
        FileTree complete = new FileTree();
        control.entries().forEach((name, entry) -> complete.add(name, entry.content(), entry.mode()));
        complete.add("md5sums", checksums(), FileTree.FILE);
        try (OutputStream out = Files.newOutputStream(file);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
            member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(ar, "control.tar.gz", tar(complete));
            member(ar, "data.tar.gz", tar(data));
        }
    }

    private void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length, 0, 0, REGULAR | 0644, time.getEpochSecond()));
        ar.write(content);
        ar.closeArchiveEntry();
    }

    private byte[] tar(FileTree tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (String folder : folders(tree)) {
                tar.putArchiveEntry(entry(folder, FOLDER, 0));
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, Entry> file : tree.entries().entrySet()) {
                Entry entry = file.getValue();
                tar.putArchiveEntry(entry("./" + file.getKey(), REGULAR | entry.mode(), entry.content().length));
                tar.write(entry.content());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private TarArchiveEntry entry(String name, int mode, int size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(size);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setModTime(Date.from(time));
        return entry;
    }

    private static TreeSet<String> folders(FileTree tree) {
        TreeSet<String> folders = new TreeSet<>();
        folders.add("./");
        for (String path : tree.entries().keySet()) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.add("./" + path.substring(0, slash + 1));
            }
        }
        return folders;
    }

    // What dpkg --verify compares with; conffiles have their sums in dpkg's own database.
    private String checksums() {
        StringBuilder sums = new StringBuilder();
        data.entries().forEach((path, entry) -> {
            if (!path.startsWith("etc/")) {
                sums.append(md5(entry.content())).append("  ").append(path).append('\n');
            }
        });
        return sums.toString();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has MD5", e);
        }
    }
}
