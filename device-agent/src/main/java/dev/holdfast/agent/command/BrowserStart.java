package dev.holdfast.agent.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The native host as a browser starts it: without a command, with itself as the argument. No command line is parsed
 * here, since the person in front of the browser waits for this process.
 */
public final class BrowserStart {
    private BrowserStart() {}

    /**
     * Whether a browser wrote these arguments: Chromium and its kin name the extension's origin first, Firefox the
     * manifest and then the extension.
     */
    public static boolean isMeant(String... args) {
        return args.length > 0
                && !args[0].startsWith("-")
                && (args[0].contains("-extension://") || HostCaller.isManifest(args[0]));
    }

    /** Answers until the browser closes the pipe. Returns the exit code. */
    public static int run(String... args) {
        try {
            HostCaller allowed = HostCaller.allowed(MachineSettings.ofThisMachine());
            Path state = StateLocation.of(null, System.getenv());
            return HostProcess.run(state, allowed, new PinPrompts(null, System.getenv()), List.of(args), System.err);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("holdfast-agent: " + e.getMessage());
            return HoldfastAgent.FAILED;
        }
    }
}
