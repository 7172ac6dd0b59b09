package dev.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAgentTest {

    private static final String REGISTRATION = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";

    @TempDir
    Path state;

    @Test
    @DisplayName("the newest DURT in the agent's state is found beside the one that it replaced")
    void findsTheNewest() throws IOException {
        Files.createDirectories(state.resolve("realms/one"));
        Files.writeString(
                state.resolve("realms/one/registration.json"),
                "{\"durt\":\"" + durt(10) + "\",\"kept\":\"" + durt(9) + "\"}");
        Files.write(state.resolve("realms/one/key"), new byte[] {0, (byte) 0xff, (byte) 0xfe, 'h'});

        assertThat(new DemoAgent(Path.of("agent.jar"), state).durtGeneration()).isEqualTo(10);
    }

    @Test
    @DisplayName("an agent without a registration keeps no DURT")
    void findsNone() throws IOException {
        Files.writeString(state.resolve("device.json"), "{\"did\":\"" + REGISTRATION + "\"}");

        assertThat(new DemoAgent(Path.of("agent.jar"), state).durtGeneration()).isZero();
    }

    @Test
    @DisplayName("a copied state holds the same files and is as closed to others as the first one")
    void copies() throws IOException {
        Path keys = Files.createDirectory(
                state.resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(keys.resolve("one.json"), "secret");
        Path copy = state.resolveSibling(state.getFileName() + "-copy");

        DemoAgent thief = new DemoAgent(Path.of("agent.jar"), state).copyTo(copy);

        assertThat(thief.state().resolve("keys/one.json")).hasContent("secret");
        assertThat(Files.getPosixFilePermissions(thief.state().resolve("keys")))
                .isEqualTo(Files.getPosixFilePermissions(keys));
    }

    private static String durt(int generation) {
        return "hfd1." + REGISTRATION + "." + generation + "." + "A".repeat(43);
    }
}
