package dev.holdfast.agent;

import dev.holdfast.agent.command.BrowserStart;
import dev.holdfast.agent.command.HoldfastAgent;

/** The entry point. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 refused or failed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(
                BrowserStart.isMeant(args)
                        ? BrowserStart.run(args)
                        : HoldfastAgent.commandLine().execute(args));
    }
}
