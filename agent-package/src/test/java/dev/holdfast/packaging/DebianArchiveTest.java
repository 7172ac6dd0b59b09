package dev.holdfast.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianArchiveTest {
    private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    @DisplayName("deb(5): the version, the control files and the files, in this order")
    void members() throws IOException {
        Path file = written("a.deb");
        try (ArArchiveInputStream ar = new ArArchiveInputStream(Files.newInputStream(file))) {
            List<String> names = new ArrayList<>();
            for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().equals("debian-binary")) {
                    assertThat(new String(ar.readAllBytes(), StandardCharsets.US_ASCII))
                            .isEqualTo("2.0\n");
                }
            }
            assertThat(names).containsExactly("debian-binary", "control.tar.gz", "data.tar.gz");
        }
    }

    @Test
    @DisplayName("Every folder above a file is there before it, and all belongs to root and bears the one time")
    void data() throws IOException {
        List<String> names = new ArrayList<>();
        try (ArArchiveInputStream ar = new ArArchiveInputStream(Files.newInputStream(written("a.deb")))) {
            ArArchiveEntry entry = ar.getNextEntry();
            while (!entry.getName().startsWith("data")) {
                entry = ar.getNextEntry();
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(ar));
            for (TarArchiveEntry one = tar.getNextEntry(); one != null; one = tar.getNextEntry()) {
                names.add(one.getName());
                assertThat(one.getLongUserId()).isZero();
                assertThat(one.getLastModifiedTime().toInstant()).isEqualTo(TIME);
                assertThat(one.getMode() & 0777)
                        .isEqualTo(one.getName().endsWith("/run") || one.isDirectory() ? 0755 : 0644);
            }
        }
        assertThat(names).containsExactly("./", "./etc/", "./usr/", "./usr/bin/", "./etc/a.conf", "./usr/bin/run");
    }

    @Test
    @DisplayName("The same files give the same bytes")
    void reproducible() throws IOException {
        assertThat(written("a.deb")).hasSameBinaryContentAs(written("b.deb"));
    }

    private Path written(String name) throws IOException {
        FileTree control = new FileTree();
        control.add("control", "Package: a\n", FileTree.FILE);
        FileTree data = new FileTree();
        data.add("usr/bin/run", "#!/bin/sh\n", FileTree.PROGRAM);
        data.add("etc/a.conf", "a = b\n", FileTree.FILE);
        Path file = folder.resolve(name);
        new DebianArchive(control, data, TIME).writeTo(file);
        return file;
    }
}
