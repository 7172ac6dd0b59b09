package dev.holdfast.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The phone simulator as a shell starts it.
 *
 * @param home its folder
 * @param options of Java
 */
record CommandLinePhone(Path home, List<String> options) {
    private static final Path JAR =
            Path.of("").toAbsolutePath().getParent().resolve("phone-simulator/target/holdfast-phone.jar");
    private static final Pattern DIGITS = Pattern.compile("Type these digits on the page: ([0-9]{6})");
    private static final long LIMIT_SECONDS = 120;

    CommandLinePhone(Path home) {
        this(home, List.of());
    }

    /** How a command ended and all that it wrote. */
    record Outcome(int code, String output) {}

    /** The same phone, whose messages reach the realm by a proxy. */
    CommandLinePhone through(URI proxy) {
        return new CommandLinePhone(
                home,
                List.of(
                        "-Dhttp.proxyHost=" + proxy.getHost(),
                        "-Dhttp.proxyPort=" + proxy.getPort(),
                        // Java goes to this machine itself without a proxy.
                        "-Dhttp.nonProxyHosts="));
    }

    Outcome run(String... arguments) {
        return run(line -> {}, arguments);
    }

    /** Enrols, and hands on the six digits as soon as they are shown. */
    Outcome enrol(Consumer<String> digits, String... arguments) {
        List<String> all = new ArrayList<>(List.of("enrol"));
        all.addAll(List.of(arguments));
        return run(
                line -> {
                    Matcher shown = DIGITS.matcher(line);
                    if (shown.find()) {
                        digits.accept(shown.group(1));
                    }
                },
                all.toArray(String[]::new));
    }

    private Outcome run(Consumer<String> hear, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                process.getOutputStream().close();
                StringBuilder output = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    hear.accept(line);
                }
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the phone did not end");
                }
                return new Outcome(process.exitValue(), output.toString());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
