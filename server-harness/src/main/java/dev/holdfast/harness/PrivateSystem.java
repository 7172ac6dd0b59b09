package dev.holdfast.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * This system once more, in a mount namespace of its own: all of it is there to be read, and whatever is installed,
 * changed or removed in it is in memory and gone when it is closed. Processes, network and users' numbers are those of
 * this system. Needs {@link Requirement#privateSystem}.
 */
public final class PrivateSystem implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** How a command ended and all that it wrote. */
    public record Outcome(int code, String output) {}

    private final Process keeper;
    private final Path root;

    private PrivateSystem(Process keeper, Path root) {
        this.keeper = keeper;
        this.root = root;
    }

    /**
     * Makes one.
     *
     * @param folder an empty folder that the namespace mounts itself on; the system outside sees nothing in it
     */
    public static PrivateSystem start(Path folder) {
        Path absolute = folder.toAbsolutePath();
        String script = """
                set -e
                mount -t tmpfs none "$0"
                cd "$0"
                mkdir upper work root
                mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
                mount --rbind /proc root/proc
                mount --rbind /dev root/dev
                mount --rbind /sys root/sys
                mkdir -p -m 1777 root/tmp
                mount -t tmpfs -o mode=1777 none root/tmp
                echo ready
                exec cat
                """;
        try {
            Process keeper = new ProcessBuilder(
                            "unshare", "--mount", "--propagation", "private", "sh", "-c", script, absolute.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] ready = keeper.getInputStream().readNBytes("ready\n".length());
            if (ready.length == 0) {
                throw new HarnessException("no private system: the kernel refused its mounts");
            }
            return new PrivateSystem(keeper, absolute.resolve("root"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of root to its end. */
    public Outcome run(String... command) {
        return run("root", new byte[0], command);
    }

    /**
     * Runs a command to its end.
     *
     * @param user who runs it, in that user's home
     */
    public Outcome runAs(String user, String... command) {
        return run(user, new byte[0], command);
    }

    /**
     * Writes a file, with the folders above it.
     *
     * @param user whose it is
     * @param mode in octal digits
     */
    public void write(String user, String path, String mode, byte[] content) {
        Outcome written = run(
                user,
                content,
                "sh",
                "-ec",
                "mkdir -p \"$(dirname \"$1\")\"; cat >\"$1\"; chmod \"$2\" \"$1\"",
                "sh",
                path,
                mode);
        if (written.code() != 0) {
            throw new HarnessException("cannot write " + path + ": " + written.output());
        }
    }

    /**
     * A program of the system outside that runs a command in here, with the arguments it gets before those of its own.
     *
     * @param file where the program is written
     * @param user who runs the command
     * @param command a program in here
     * @param last arguments that come after those that the program gets
     */
    public Path program(Path file, String user, String command, List<String> last) {
        String line = command(user, command).stream().map(PrivateSystem::quoted).collect(Collectors.joining(" "));
        String more = last.stream().map(PrivateSystem::quoted).collect(Collectors.joining(" "));
        try {
            Files.writeString(file, "#!/bin/sh\nexec " + line + " \"$@\" " + more + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(String user, byte[] input, String... command) {
        try {
            Process process = new ProcessBuilder(command(user, command))
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new HarnessException(command[0] + " did not end");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException(command[0] + " was interrupted");
        }
    }

    private List<String> command(String user, String... command) {
        boolean administrator = user.equals("root");
        List<String> line = new ArrayList<>(List.of(
                "nsenter", "--target", String.valueOf(keeper.pid()), "--mount", "--", "chroot", root.toString()));
        if (!administrator) {
            line.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--init-groups"));
        }
        line.addAll(List.of("env", "-i", PATH, "USER=" + user, "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"));
        line.add("HOME=" + (administrator ? "/root" : "/home/" + user));
        line.addAll(List.of(command));
        return line;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
        try {
            keeper.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
