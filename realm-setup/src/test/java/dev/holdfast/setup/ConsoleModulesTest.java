package dev.holdfast.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Shows the results of the console's own tests, which node runs, by name. A machine without node skips them and says so;
 * in continuous integration that is a failure.
 */
class ConsoleModulesTest {
    private static final int OLDEST_NODE = 20;
    private static final Pattern RESULT = Pattern.compile("^(not )?ok \\d+ - (.*)$", Pattern.MULTILINE);

    @TestFactory
    @DisplayName("The console's modules do what they should")
    Stream<DynamicTest> modules() throws IOException, InterruptedException {
        requireNode();
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(Path.of("src", "test", "console"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        Run run = run(command);
        List<DynamicTest> tests = new ArrayList<>();
        RESULT.matcher(run.output())
                .results()
                .forEach(result -> tests.add(DynamicTest.dynamicTest(
                        result.group(2).replace("\\#", "#").replace("\\\\", "\\"),
                        () -> assertThat(result.group(1))
                                .as("the last of these tests shows what node said")
                                .isNull())));
        assertThat(tests).as(run.output()).hasSizeGreaterThan(100);
        tests.add(DynamicTest.dynamicTest(
                "node found nothing to complain about",
                () -> assertThat(run.status()).as(run.output()).isZero()));
        return tests.stream();
    }

    private static void requireNode() throws InterruptedException {
        String reason;
        try {
            String version = run(List.of("node", "--version")).output().strip();
            if (Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_NODE) {
                return;
            }
            reason = "node is " + version + ", and " + OLDEST_NODE + " is the oldest that will do";
        } catch (IOException absent) {
            reason = "node is not installed";
        }
        assertThat(System.getenv("CI"))
                .as("in CI node is a must, but %s", reason)
                .isNotEqualTo("true");
        System.err.println("SKIPPED: the console's modules were not tested: " + reason);
        abort(reason);
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int status, String output) {}
}
