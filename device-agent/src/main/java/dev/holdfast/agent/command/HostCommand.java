package dev.holdfast.agent.command;

import dev.holdfast.agent.host.HostRequests;
import dev.holdfast.agent.host.NativeHost;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.platform.DesktopNotice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "host",
        description = "Answers the browser extension on standard input and output. The browser starts this by itself;"
                + " what else it passes is ignored, except that a foreign extension is refused.",
        mixinStandardHelpOptions = true)
final class HostCommand implements Callable<Integer> {
    private static final int FOREIGN = 2;

    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--extension-id",
            paramLabel = "ID",
            description = "The extension that may ask; Holdfast's own unless install-host was told another.")
    private @Nullable String extensionId;

    @Unmatched
    private List<String> browserArguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        ExtensionId allowed = extensionId == null ? ExtensionId.pinned() : new ExtensionId(extensionId);
        for (String argument : browserArguments) {
            if (argument.contains("://") && !argument.equals(allowed.origin())) {
                Objects.requireNonNull(spec)
                        .commandLine()
                        .getErr()
                        .println("holdfast-agent: only " + allowed.origin() + " may ask, not another extension."
                                + " Remove the foreign native messaging manifest, or: holdfast-agent install-host");
                return FOREIGN;
            }
        }
        FileOutputStream frames = new FileOutputStream(FileDescriptor.out);
        // Standard output belongs to the browser: whatever else prints must not tear a frame.
        System.setOut(System.err);
        Agent agent = Objects.requireNonNull(parent).agent();
        agent.log().write(LogEvent.of("host-started"));
        HostRequests requests = new HostRequests(
                agent.state(),
                agent.http(),
                agent.platform(),
                agent.crashPoints(),
                new DesktopNotice(),
                Objects.requireNonNull(parent).pinPrompts().ofBrowser(),
                agent.log());
        new NativeHost(System.in, frames, requests, agent.log()).run();
        return 0;
    }
}
