package dev.holdfast.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of JavaScript tests ({@code *.test.mjs}), run by node's own runner.
 *
 * @param results in the order in which node tells them
 * @param status node's exit code: not 0 if a test failed or node had anything else to complain about
 * @param output all that node said
 */
public record NodeTests(List<Result> results, int status, String output) {
    private static final int OLDEST = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");
    private static final Pattern RESULT = Pattern.compile("^(not )?ok \\d+ - (.*)$", Pattern.MULTILINE);

    /** @param name of a test or of a group of tests at the top of a file */
    public record Result(String name, boolean passed) {}

    public NodeTests {
        results = List.copyOf(results);
    }

    /** Returns node, if the one that is here is young enough. */
    public static Requirement node() {
        Path program = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .filter(NodeTests::isYoungEnough)
                .findFirst()
                .orElse(null);
        return new Requirement("nodejs", program);
    }

    /**
     * Runs every test of the folder.
     *
     * @throws HarnessException if node is absent
     */
    public static NodeTests in(Path folder) {
        List<String> command = new ArrayList<>(List.of(node().require().toString(), "--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Said said = run(command);
        List<Result> results = RESULT.matcher(said.output())
                .results()
                .map(result -> new Result(unescaped(result.group(2)), result.group(1) == null))
                .toList();
        return new NodeTests(results, said.status(), said.output());
    }

    private static boolean isYoungEnough(Path program) {
        var version = VERSION.matcher(
                run(List.of(program.toString(), "--version")).output().strip());
        return version.matches() && Integer.parseInt(version.group(1)) >= OLDEST;
    }

    /** TAP escapes the number sign and the backslash in names. */
    private static String unescaped(String name) {
        return name.replace("\\#", "#").replace("\\\\", "\\");
    }

    private static Said run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while node ran", e);
        }
    }

    private record Said(int status, String output) {}
}
