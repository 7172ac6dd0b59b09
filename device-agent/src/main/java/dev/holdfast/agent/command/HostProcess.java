package dev.holdfast.agent.command;

import dev.holdfast.agent.host.HostRequests;
import dev.holdfast.agent.host.NativeHost;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.platform.DesktopNotice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The native messaging host on this process's standard input and output. */
final class HostProcess {
    private static final int FOREIGN = 2;

    private HostProcess() {}

    /**
     * Answers until the end of standard input.
     *
     * @param pins how the person is asked where a request needs it
     * @param arguments what the browser passed
     * @return the exit code
     */
    static int run(Path stateFolder, HostCaller allowed, PinPrompts pins, List<String> arguments, PrintStream err)
            throws IOException {
        Optional<String> refusal = allowed.refusal(arguments);
        if (refusal.isPresent()) {
            err.println("holdfast-agent: " + refusal.get());
            return FOREIGN;
        }
        FileOutputStream frames = new FileOutputStream(FileDescriptor.out);
        // Standard output belongs to the browser: whatever else prints must not tear a frame.
        System.setOut(System.err);
        Agent agent = Agent.open(stateFolder);
        agent.log().write(LogEvent.of("host-started"));
        HostRequests requests = new HostRequests(
                agent.state(),
                agent.http(),
                agent.platform(),
                agent.crashPoints(),
                new DesktopNotice(),
                pins.ofBrowser(),
                agent.log());
        new NativeHost(System.in, frames, requests, agent.log()).run();
        return 0;
    }
}
