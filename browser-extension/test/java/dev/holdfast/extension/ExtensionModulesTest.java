package dev.holdfast.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Shows the results of the extension's own tests, which node runs, one by one and by name.
 *
 * <p>A machine without node skips them and says so; in continuous integration that is a failure.
 */
class ExtensionModulesTest {

    private static final int OLDEST_NODE = 20;
    private static final Pattern RESULT = Pattern.compile("^(not )?ok \\d+ - (.*)$");

    @TestFactory
    @DisplayName("The extension's modules do what the protocol page says")
    Stream<DynamicTest> modules() throws IOException, InterruptedException {
        requireNode();
        Run run = run(nodeTests());
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : run.output().split("\n")) {
            Matcher result = RESULT.matcher(line);
            if (result.matches()) {
                boolean passed = result.group(1) == null;
                tests.add(DynamicTest.dynamicTest(
                        unescape(result.group(2)),
                        () -> assertThat(passed)
                                .as("the last of these tests shows what node said")
                                .isTrue()));
            }
        }
        assertThat(tests).as(run.output()).hasSizeGreaterThan(100);
        tests.add(DynamicTest.dynamicTest(
                "node found nothing to complain about",
                () -> assertThat(run.status()).as(run.output()).isZero()));
        return tests.stream();
    }

    private static List<String> nodeTests() throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(Path.of("test", "modules"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        return command;
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
        System.err.println("SKIPPED: the extension's modules were not tested: " + reason);
        abort(reason);
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    // TAP escapes the number sign and the backslash in names.
    private static String unescape(String name) {
        return name.replace("\\#", "#").replace("\\\\", "\\");
    }

    private record Run(int status, String output) {}
}
