package dev.holdfast.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.storage.PrivateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest {
    @TempDir
    Path temp;

    @Test
    @DisplayName("A line is one JSON object with its time, whatever a value holds")
    void lines() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        FileLog log = new FileLog(folder, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        log.write(LogEvent.of("refused").origin("https://evil\n{\"x\":1}").error("untrusted_origin"));
        log.write(LogEvent.of("signed-in").millis(7));
        assertThat(Files.readAllLines(folder.path().resolve("agent.log")))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(JsonObject.parse(line).string("time")).isEqualTo("1970-01-01T00:00:00Z"));
        assertThat(folder.openToOthers()).isEmpty();
    }

    @Test
    @DisplayName("A54 what looks like a DURT, an enrolment token, a JWS or 32 random bytes is masked in every field")
    void masked() {
        for (String secret : new String[] {
            "hfd1.6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11.1.q4mYcA0eJ2Z-7bq_1uWwXJv9lR3kTtH5yPdFzN8oGsA",
            "hfe_" + "a".repeat(43),
            "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln",
            "q4mYcA0eJ2Z-7bq_1uWwXJv9lR3kTtH5yPdFzN8oGsA"
        }) {
            String line = LogEvent.of("test")
                    .detail("before " + secret + " after")
                    .origin(secret)
                    .error(secret)
                    .toJson("now")
                    .toJson();
            assertThat(line)
                    .doesNotContain(secret.substring(secret.length() - 8))
                    .contains("[masked]");
        }
    }

    @Test
    @DisplayName("The log and its predecessor are one MiB each at most")
    void bounded() throws Exception {
        PrivateFolder folder = PrivateFolder.open(temp.resolve("state"));
        FileLog log = new FileLog(folder, Clock.systemUTC());
        byte[] almostFull = new byte[FileLog.MAX_BYTES - 10];
        Files.write(folder.path().resolve("agent.log"), almostFull);
        log.write(LogEvent.of("one-more"));
        assertThat(Files.size(folder.path().resolve("agent.log.1"))).isEqualTo(almostFull.length);
        assertThat(Files.readString(folder.path().resolve("agent.log"))).contains("one-more");
    }
}
