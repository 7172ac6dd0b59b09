package dev.holdfast.agent.command;

import dev.holdfast.agent.log.LogEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "install-host",
        description = "Lets this user's browsers start the agent: writes its native messaging manifest for each of"
                + " Chromium, Chrome, Edge, Brave and Firefox that the user has. Where the package is installed, its"
                + " manifests serve every user and this is not needed.",
        mixinStandardHelpOptions = true)
final class InstallHostCommand implements Callable<Integer> {
    /** The name of the native messaging host (section 11 of the protocol). */
    static final String HOST_NAME = "dev.holdfast.agent";

    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A NativeMessagingHosts folder to write into, in place of the browsers' own; repeatable.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--firefox", description = "The folders given by --dir are Firefox's.")
    private boolean firefox;

    @Option(
            names = "--extension-id",
            paramLabel = "ID",
            description = "The extension that may start the agent, if not Holdfast's own.")
    private @Nullable String extensionId;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            description = "The program that the manifest names, in place of a script in the state folder: the"
                    + " launcher, for a manifest that serves every user of the machine"
                    + " (--dir /etc/chromium/native-messaging-hosts).")
    private @Nullable Path program;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        HoldfastAgent root = Objects.requireNonNull(parent);
        ExtensionId extension = extension(command);
        Path script = program == null ? script(root, extension) : program(command, program);
        HostCaller allowed = new HostCaller(extension, FirefoxExtensionId.pinned());
        PrintWriter out = command.commandLine().getOut();
        for (Map.Entry<Path, Browser> place : places(System.getenv()).entrySet()) {
            Files.createDirectories(place.getKey());
            Path file = place.getKey().resolve(Browser.MANIFEST);
            String manifest = place.getValue().manifest(script, allowed).toJson() + "\n";
            Files.writeString(file, manifest, StandardCharsets.UTF_8);
            out.println("Wrote " + file);
        }
        out.println("The extension " + extension.value() + " may start " + script);
        return 0;
    }

    private static Path script(HoldfastAgent root, ExtensionId extension) throws IOException {
        Agent agent = root.agent();
        Path script = HostLauncher.write(agent.state().folder().path(), extension, root.pinentry());
        agent.log().write(LogEvent.of("host-installed"));
        return script;
    }

    private Path program(CommandSpec command, Path named) {
        if (!Files.isExecutable(named)) {
            throw new ParameterException(command.commandLine(), named + " cannot be run.");
        }
        if (extensionId != null && !extensionId.equals(settings(command).orElse(null))) {
            throw new ParameterException(
                    command.commandLine(),
                    "A program takes no arguments: --extension-id needs the script, or a line in the settings of the"
                            + " machine.");
        }
        return named.toAbsolutePath().normalize();
    }

    private static Optional<String> settings(CommandSpec command) {
        try {
            return MachineSettings.ofThisMachine().value(MachineSettings.EXTENSION_ID);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ExtensionId extension(CommandSpec command) {
        try {
            return extensionId == null ? ExtensionId.pinned() : new ExtensionId(extensionId);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Map<Path, Browser> places(Map<String, String> environment) {
        Map<Path, Browser> places = new LinkedHashMap<>();
        for (Path folder : folders) {
            places.put(folder, firefox ? Browser.FIREFOX : Browser.CHROMIUM);
        }
        if (folders.isEmpty()) {
            Arrays.stream(Browser.values())
                    .filter(browser -> browser.isPresent(environment))
                    .forEach(browser -> places.put(browser.manifests(environment), browser));
        }
        if (places.isEmpty()) {
            // Nobody has started a browser yet: Chromium will find it at its first start.
            places.put(Browser.CHROMIUM.manifests(environment), Browser.CHROMIUM);
        }
        return places;
    }
}
