package dev.holdfast.it;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.StockKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The embedded database of a server that does not run, opened with the server's own H2. */
final class StoppedDatabase {
    private final Path home;

    StoppedDatabase(StockKeycloak stopped) {
        if (stopped.isAlive()) {
            throw new IllegalStateException("the server holds its database");
        }
        this.home = stopped.homeFolder();
    }

    /** Changes rows. */
    void update(String sql) {
        h2("org.h2.tools.Shell", "-sql", sql);
    }

    /** Everything in it, as SQL. */
    String dump() {
        try {
            Path script = Files.createTempFile("holdfast", ".sql");
            h2("org.h2.tools.Script", "-script", script.toString());
            String dump = Files.readString(script, StandardCharsets.UTF_8);
            Files.delete(script);
            return dump;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void h2(String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar().toString(),
                tool,
                "-url",
                "jdbc:h2:file:" + home.resolve("data/h2/keycloakdb") + ";NON_KEYWORDS=VALUE",
                "-user",
                "",
                "-password",
                ""));
        command.addAll(List.of(arguments));
        ChildProcess.run("H2", command, Map.of(), home, Duration.ofMinutes(2));
    }

    private Path jar() {
        try (Stream<Path> files = Files.list(home.resolve("lib/lib/main"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("com.h2database.h2-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
