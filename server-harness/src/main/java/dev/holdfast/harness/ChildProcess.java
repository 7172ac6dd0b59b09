package dev.holdfast.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program this JVM started and answers for: it can be measured, frozen and killed, and it ends with this JVM at the
 * latest.
 */
public final class ChildProcess implements AutoCloseable, Readiness.Starting {

    private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

    /** Linux's user-space clock tick, {@code sysconf(_SC_CLK_TCK)}: 100 on every architecture Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final int TOLD_LINES = 60;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "harness-end"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        ALIVE.add(this);
        var unused = process.onExit().thenRun(() -> ALIVE.remove(this));
    }

    /**
     * Starts a program without a standard input.
     *
     * @param name what it is, for messages
     * @param command the program and its arguments
     * @param environment set beside this JVM's own environment
     * @param folder its working folder
     * @param log receives both its outputs; appended to if present
     * @throws HarnessException if the program cannot be started
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new HarnessException(name + " did not start: " + e.getMessage(), e);
        }
    }

    /**
     * Runs a program to its end and returns what it wrote.
     *
     * @param name what it is, for messages
     * @param command the program and its arguments
     * @param environment set beside this JVM's own environment
     * @param folder its working folder
     * @param limit after this time it is killed
     * @throws HarnessException if it does not start, ends with another status than 0, or takes longer
     */
    public static String run(
            String name, List<String> command, Map<String, String> environment, Path folder, Duration limit) {
        Path log;
        try {
            log = Files.createTempFile("holdfast-run", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ChildProcess child = start(name, command, environment, folder, log)) {
            if (!child.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HarnessException(
                        name + " took longer than " + limit.toSeconds() + " s\n" + child.logTail(40));
            }
            if (child.process.exitValue() != 0) {
                throw new HarnessException(
                        name + " ended with status " + child.process.exitValue() + "\n" + child.logTail(40));
            }
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException(name + " was interrupted", e);
        } finally {
            FileTrees.delete(log);
        }
    }

    /** Returns the operating system's process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether it still runs (a frozen process does). */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the file that receives its output. */
    public Path log() {
        return log;
    }

    @Override
    public String logTail() {
        return logTail(TOLD_LINES);
    }

    /**
     * Returns the last lines of its output.
     *
     * @param lines at most so many
     */
    public String logTail(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /**
     * Returns the CPU time that the process has used in user and kernel mode, in steps of 10 ms (proc(5), fields 14 and
     * 15 of {@code /proc/<pid>/stat}).
     *
     * @throws HarnessException if the process is gone
     */
    public Duration cpuTime() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"), StandardCharsets.UTF_8);
            // The second field is the program's name in parentheses and may itself hold blanks and parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
        } catch (IOException e) {
            throw new HarnessException(name + " has no CPU account: is it running?", e);
        }
    }

    /** Stops the process in its tracks (SIGSTOP): its sockets stay open, nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    /** Ends the process at once (SIGKILL) and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /**
     * Asks the process to end (SIGTERM) and kills it when it does not.
     *
     * @param patience how long it may take
     */
    public void stop(Duration patience) {
        if (process.isAlive()) {
            process.destroy();
            if (!awaitEnd(patience)) {
                kill9();
            }
        }
    }

    /**
     * Waits until the process has ended.
     *
     * @param limit how long to wait
     * @return whether it has
     */
    @Override
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the status it ended with; only after {@link #awaitEnd} was true. */
    public int exitStatus() {
        return process.exitValue();
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    /** Sends a signal by its name without {@code SIG}. */
    void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new HarnessException("SIG" + signal + " did not reach " + name + ", process " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while signalling " + name, e);
        }
    }

    private static void endAll() {
        // SIGKILL reaches frozen processes too, and nothing here keeps state that a graceful end would save.
        ALIVE.forEach(child -> {
            child.process.descendants().forEach(ProcessHandle::destroyForcibly);
            child.process.destroyForcibly();
        });
    }
}
