package dev.holdfast.agent;

import dev.holdfast.agent.command.HoldfastAgent;
import java.util.ArrayList;
import java.util.List;

/** The entry point. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 refused or failed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(HoldfastAgent.commandLine().execute(withCommand(args)));
    }

    /** A browser names no command: its first argument is the extension that asks. */
    static String[] withCommand(String[] args) {
        if (args.length == 0 || !args[0].contains("-extension://")) {
            return args;
        }
        List<String> host = new ArrayList<>(List.of("host"));
        host.addAll(List.of(args));
        return host.toArray(String[]::new);
    }
}
