package dev.holdfast.agent.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The script that a browser starts: a native messaging manifest names a program without arguments, so the state folder
 * has to stand in a script.
 */
final class HostLauncher {
    /** Set by the launcher script: where it lies. */
    static final String LAUNCHER_PROPERTY = "holdfast.agent.launcher";

    /** In the state folder. */
    static final String NAME = "native-host";

    private static final Pattern PINENTRY = Pattern.compile("'--pinentry' '((?:[^']|'\\\\'')*)'");

    private HostLauncher() {}

    /** Writes the script and returns its path. */
    static Path write(Path stateFolder, ExtensionId extension, Optional<String> pinentry) throws IOException {
        Path folder = stateFolder.toAbsolutePath().normalize();
        Path script = folder.resolve(NAME);
        Stream<String> host = Stream.of("--state", folder.toString(), "host");
        if (!extension.equals(ExtensionId.pinned())) {
            host = Stream.concat(host, Stream.of("--extension-id", extension.value()));
        }
        host = Stream.concat(host, pinentry.stream().flatMap(program -> Stream.of("--pinentry", program)));
        String line = Stream.concat(program().stream(), host)
                .map(HostLauncher::quoted)
                .collect(Collectors.joining(" ", "exec ", " \"$@\"\n"));
        String text = "#!/bin/sh\n# Written by holdfast-agent install-host; started by the browser.\n" + line;
        Files.deleteIfExists(script);
        Files.createFile(script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, text, StandardCharsets.UTF_8);
        return script;
    }

    /** The dialog for PINs that the script in a state folder names, if there is such a script and it names one. */
    static Optional<String> pinentry(Path stateFolder) throws IOException {
        Path script = stateFolder.resolve(NAME);
        if (!Files.isRegularFile(script)) {
            return Optional.empty();
        }
        Matcher named = PINENTRY.matcher(Files.readString(script));
        return named.find() ? Optional.of(named.group(1).replace("'\\''", "'")) : Optional.empty();
    }

    private static List<String> program() throws IOException {
        String launcher = System.getProperty(LAUNCHER_PROPERTY, "");
        if (!launcher.isEmpty() && Files.isExecutable(Path.of(launcher))) {
            return List.of(launcher);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath(),
                "dev.holdfast.agent.Main");
    }

    private static String classPath() throws IOException {
        try {
            Path own = Path.of(HostLauncher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // The jar holds everything; classes in a folder (a build under way) need what is beside them.
            return Files.isRegularFile(own) ? own.toString() : System.getProperty("java.class.path");
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the agent's own jar", e);
        }
    }

    /** One word for a POSIX shell. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
