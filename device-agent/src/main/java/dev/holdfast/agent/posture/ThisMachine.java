package dev.holdfast.agent.posture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine that the agent runs on. */
public final class ThisMachine implements Machine {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_OUTPUT = 4 << 20;
    private static final int MAX_NAMES = 10_000;
    /** Where programs are looked for, so that nobody's PATH puts another in their place. */
    private static final List<String> PROGRAM_FOLDERS =
            List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin", "/usr/libexec/ApplicationFirewall");

    private final Clock clock;
    private final Duration patience;

    /** @param patience for one program */
    public ThisMachine(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public Read text(String path) {
        return head(path, MAX_TEXT);
    }

    @Override
    public Read head(String path, int length) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return new Read.Content(in.readNBytes(length));
        } catch (NoSuchFileException e) {
            return new Read.Missing();
        } catch (AccessDeniedException e) {
            return new Read.Denied();
        } catch (IOException e) {
            // A folder, an empty drive, a link that leads nowhere: as good as nothing.
            return new Read.Missing();
        }
    }

    @Override
    public List<String> names(String folder) {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.limit(MAX_NAMES)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public Optional<Long> changedAt(String path) {
        try {
            return Optional.of(Files.getLastModifiedTime(Path.of(path)).to(TimeUnit.SECONDS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isRootsAlone(String path) {
        Path file = Path.of(path);
        Path folder = file.getParent();
        return folder != null && belongsToRoot(file) && belongsToRoot(folder);
    }

    private static boolean belongsToRoot(Path path) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return !attributes.isSymbolicLink()
                    && attributes.owner().getName().equals("root")
                    && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public Optional<String> realName(String path) {
        try {
            return Optional.of(String.valueOf(Path.of(path).toRealPath().getFileName()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Run run(String... command) {
        Optional<String> program = program(command[0]);
        if (program.isEmpty()) {
            return new Run.Missing();
        }
        String[] line = command.clone();
        line[0] = program.get();
        ProcessBuilder builder = new ProcessBuilder(line);
        // Words that can be compared, whatever language the user speaks.
        builder.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C"));
        try {
            Path out = Files.createTempFile("holdfast", ".out");
            Path err = Files.createTempFile("holdfast", ".err");
            try {
                return run(
                        builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile())
                                .start(),
                        out,
                        err);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            return new Run.Missing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Run.TimedOut();
        }
    }

    private Run run(Process process, Path out, Path err) throws IOException, InterruptedException {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? new Run.Ended(process.exitValue(), printed(out), printed(err))
                    : new Run.TimedOut();
        } finally {
            // Too slow, or nobody waits for it any more.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public String home() {
        return System.getProperty("user.home", "/");
    }

    @Override
    public long now() {
        return clock.instant().getEpochSecond();
    }

    private static java.io.File nothing() {
        Path none = Path.of("/dev/null");
        return Files.exists(none) ? none.toFile() : new java.io.File("NUL");
    }

    private static Optional<String> program(String name) {
        if (Path.of(name).isAbsolute()) {
            return Files.isExecutable(Path.of(name)) ? Optional.of(name) : Optional.empty();
        }
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return Optional.of(name);
        }
        return PROGRAM_FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String printed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
