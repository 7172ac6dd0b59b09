package dev.holdfast.agent.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Unmatched;

@Command(
        name = "host",
        description = "Answers the browser extension on standard input and output. The browser starts this by itself;"
                + " what else it passes is ignored, except that a foreign extension is refused.",
        mixinStandardHelpOptions = true)
final class HostCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Option(
            names = "--extension-id",
            paramLabel = "ID",
            description = "The extension that may ask; Holdfast's own unless install-host was told another.")
    private @Nullable String extensionId;

    @Unmatched
    private List<String> browserArguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        ExtensionId chromium = extensionId == null ? ExtensionId.pinned() : new ExtensionId(extensionId);
        HoldfastAgent root = Objects.requireNonNull(parent);
        return HostProcess.run(
                root.stateFolder(),
                new HostCaller(chromium, FirefoxExtensionId.pinned()),
                root.pinPrompts(),
                browserArguments,
                System.err);
    }
}
