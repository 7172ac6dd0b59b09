package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("a frozen child is stopped, not ended, and goes on when thawed")
    void freezes() throws IOException {
        try (ChildProcess child = start("while :; do :; done")) {
            child.freeze();
            while (!stateOf(child).equals("T")) {
                // The kernel delivers the signal when the child next runs.
                assertThat(child.isAlive()).isTrue();
            }
            assertThat(child.isAlive()).isTrue();

            child.thaw();
            while (stateOf(child).equals("T")) {
                assertThat(child.isAlive()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("kill9 ends a child that ignores SIGTERM, frozen or not")
    void kills() {
        ChildProcess child = start("trap '' TERM; while :; do :; done");
        child.freeze();
        child.kill9();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    @DisplayName("the CPU time of a busy child is read from its account and never goes back")
    void measures() {
        try (ChildProcess child = start("while :; do :; done")) {
            Duration first = child.cpuTime();
            Duration later = first;
            while (later.compareTo(first.plusMillis(50)) < 0) {
                Duration next = child.cpuTime();
                assertThat(next).isGreaterThanOrEqualTo(later);
                later = next;
            }
        }
    }

    @Test
    @DisplayName("a program that fails is reported with its status and its last words")
    void reports() {
        List<String> command = List.of("sh", "-c", "echo no luck; exit 7");
        assertThatThrownBy(() -> ChildProcess.run("the program", command, Map.of(), folder, Duration.ofSeconds(20)))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("the program ended with status 7")
                .hasMessageContaining("no luck");
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(
                "a shell", List.of("sh", "-c", script), Map.of(), folder, folder.resolve("shell.log"));
    }

    private static String stateOf(ChildProcess child) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }
}
