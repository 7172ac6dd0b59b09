package dev.holdfast.agent.command;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.log.LogEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                + " Chromium, Chrome, Edge and Brave that the user has.",
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
        byte[] manifest = (manifest(script, extension).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        PrintWriter out = command.commandLine().getOut();
        for (Path folder : folders.isEmpty() ? browserFolders(System.getenv()) : folders) {
            Files.createDirectories(folder);
            Path file = folder.resolve(Browser.MANIFEST);
            Files.write(file, manifest);
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
        if (extensionId != null) {
            throw new ParameterException(
                    command.commandLine(), "A program takes no arguments: --extension-id needs the script.");
        }
        return named.toAbsolutePath().normalize();
    }

    private ExtensionId extension(CommandSpec command) {
        try {
            return extensionId == null ? ExtensionId.pinned() : new ExtensionId(extensionId);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Path> browserFolders(Map<String, String> environment) {
        List<Path> present = Arrays.stream(Browser.values())
                .filter(browser -> browser.isPresent(environment))
                .map(browser -> browser.manifests(environment))
                .toList();
        // Nobody has started a browser yet: Chromium will find it at its first start.
        return present.isEmpty() ? List.of(Browser.CHROMIUM.manifests(environment)) : present;
    }

    static JsonObject manifest(Path script, ExtensionId extension) {
        return JsonObject.builder()
                .put("name", HOST_NAME)
                .put("description", "Holdfast device login")
                .put("path", script.toString())
                .put("type", "stdio")
                .putStrings("allowed_origins", List.of(extension.origin()))
                .build();
    }
}
