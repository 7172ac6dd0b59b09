package dev.holdfast.bench.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the server's own JVM tells of its heap and threads, by the JDK's {@code jcmd}. */
public final class ServerInsight {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");
    private static final Pattern CPU = Pattern.compile(" cpu=([0-9.]+)ms ");
    private static final String WORKER = "\"executor-thread-";
    private static final List<String> AT_WORK = List.of("at org.keycloak.", "at dev.holdfast.");

    private final long pid;

    public ServerInsight(long pid) {
        this.pid = pid;
    }

    /**
     * What a server's heap holds.
     *
     * @param bytes of all objects that something still refers to
     * @param byClass the same, class by class
     */
    public record Heap(long bytes, Map<String, Long> byClass) {

        /** What grew most since then, the most first: bytes by class. */
        public List<Map.Entry<String, Long>> growthSince(Heap before) {
            return byClass.entrySet().stream()
                    .map(entry -> Map.entry(
                            entry.getKey(), entry.getValue() - before.byClass.getOrDefault(entry.getKey(), 0L)))
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .toList();
        }
    }

    /** Counts the objects that live, after a whole collection. */
    public Heap liveHeap() {
        // What finalizers and reference queues held at the first count is gone at the second.
        var unused = jcmd("GC.class_histogram");
        String histogram = jcmd("GC.class_histogram");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("jcmd tells no total of the heap");
        }
        Map<String, Long> byClass = LINE.matcher(histogram)
                .results()
                .collect(Collectors.toMap(line -> line.group(2), line -> Long.parseLong(line.group(1)), Long::sum));
        return new Heap(Long.parseLong(total.group(1)), byClass);
    }

    /** How many of the server's worker threads there are. */
    public long workers() {
        return threads().stream().filter(thread -> thread.startsWith(WORKER)).count();
    }

    /** How many of them are within Keycloak's or Holdfast's code at this instant. */
    public long workersAtWork() {
        return threads().stream()
                .filter(thread -> thread.startsWith(WORKER))
                .filter(thread -> AT_WORK.stream().anyMatch(thread::contains))
                .count();
    }

    /** The CPU time so far, in milliseconds, of the threads of this name that are still there. */
    public double cpuMillis(String name) {
        return threads().stream()
                .filter(thread -> thread.startsWith('"' + name + '"'))
                .map(CPU::matcher)
                .filter(Matcher::find)
                .mapToDouble(cpu -> Double.parseDouble(cpu.group(1)))
                .sum();
    }

    private List<String> threads() {
        return List.of(jcmd("Thread.print").split("\n\n"));
    }

    private String jcmd(String command) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(program.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "jcmd %s failed: %s",
                        command,
                        said.lines().findFirst().orElse("")));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server told of itself", e);
        }
    }
}
