package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps docs/security.md honest: what it lists as shown is the name of a test, and no test's number is missing there. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern ROW = Pattern.compile("^\\| (A\\d+) \\|", Pattern.MULTILINE);

    /** A number inside a test's display name (Java) or title (JavaScript), not in prose. */
    private static final Pattern TEST_NAME = Pattern.compile(
            "(?:@DisplayName\\(|name = |\\b(?:test|it|describe)\\(|dynamicTest\\()\\s*[\"'`]([^\"'`]*)");

    private static final Pattern NUMBER = Pattern.compile("\\bA\\d+\\b");

    @Test
    @DisplayName("Every attack that docs/security.md lists as shown is named by a test, and the other way round")
    void listedIsShown() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(ROOT.resolve("docs/security.md")));
        while (rows.find()) {
            listed.add(rows.group(1));
        }
        assertThat(listed).hasSizeGreaterThan(30);
        assertThat(shown()).as("numbers in the names of tests").isEqualTo(listed);
    }

    private static Set<String> shown() throws IOException {
        Set<String> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(SecurityPageTest::isTestSource).forEach(file -> {
                Matcher names = TEST_NAME.matcher(read(file));
                while (names.find()) {
                    NUMBER.matcher(names.group(1)).results().forEach(number -> numbers.add(number.group()));
                }
            });
        }
        return numbers;
    }

    private static boolean isTestSource(Path file) {
        String path = ROOT.relativize(file).toString();
        boolean inTests = path.matches("[a-z-]+/(src/test|test)/.*\\.(java|js|mjs)");
        return inTests && !path.contains("node_modules") && !path.endsWith("SecurityPageTest.java");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
