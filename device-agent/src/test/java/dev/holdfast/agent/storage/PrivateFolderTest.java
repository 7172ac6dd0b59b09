package dev.holdfast.agent.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path temp;

    @Test
    @DisplayName("Folders are made with mode 0700, files with mode 0600, parents included")
    void modes() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("a/b"));
        folder.folder("c").write("file.json", "x".getBytes(UTF_8));
        assertThat(mode(temp.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("a/b/c"))).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("a/b/c/file.json"))).isEqualTo("rw-------");
        assertThat(folder.openToOthers()).isEmpty();
    }

    @Test
    @DisplayName("A folder that others may enter is refused, and the way to mend it is named")
    void openToOthers() throws Exception {
        Path loose = temp.resolve("loose");
        Files.createDirectory(loose);
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> PrivateFolder.open(loose))
                .isInstanceOf(OpenToOthersException.class)
                .hasMessageContaining("chmod");
    }

    @Test
    @DisplayName("A link that the user made leads to the folder, as for a state folder on another disk")
    void ownLink() throws Exception {
        PrivateFolder.open(temp.resolve("elsewhere/holdfast")).write("file.json", new byte[] {1});
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("elsewhere"));
        assertThat(PrivateFolder.open(link.resolve("holdfast")).read("file.json"))
                .isPresent();
        assertThat(PrivateFolder.open(Files.createSymbolicLink(temp.resolve("straight"), link.resolve("holdfast")))
                        .names(".json"))
                .containsExactly("file.json");
    }

    @Test
    @DisplayName("A file that others may read is found")
    void looseFile() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        folder.write("key.pem", new byte[1]);
        Path file = folder.path().resolve("key.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(folder.openToOthers()).containsExactly(file);
    }

    @Test
    @DisplayName("What a crash left of an unfinished write disturbs no later one")
    void leftover() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        folder.write("r.json", "old".getBytes(UTF_8));
        Files.writeString(folder.path().resolve("r.json.new"), "torn and far longer than the next");
        assertThat(folder.read("r.json").orElseThrow()).asString(UTF_8).isEqualTo("old");
        assertThat(folder.names(".json")).containsExactly("r.json");
        folder.write("r.json", "new".getBytes(UTF_8));
        assertThat(folder.read("r.json").orElseThrow()).asString(UTF_8).isEqualTo("new");
        assertThat(Files.exists(folder.path().resolve("r.json.new"))).isFalse();
    }

    @Test
    @DisplayName("No name leads out of the folder")
    void names() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        for (String name : List.of("../x", "a/b", "", ".hidden", "A", "a\u0000b")) {
            assertThatThrownBy(() -> folder.read(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("A lock has one holder among threads, and the other is told in bounded time")
    void lockAmongThreads() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        try (ProcessLock first = folder.lock("r.lock", Duration.ZERO)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> folder.lock("r.lock", Duration.ZERO)).isInstanceOf(BusyException.class);
            folder.lock("other.lock", Duration.ZERO).close();
        }
        folder.lock("r.lock", Duration.ZERO).close();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
