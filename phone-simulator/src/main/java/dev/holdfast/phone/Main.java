package dev.holdfast.phone;

import dev.holdfast.phone.command.HoldfastPhone;

/** The entry point. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 refused or failed, 2 wrong usage, 3 nothing waits. */
    public static void main(String[] args) {
        System.exit(HoldfastPhone.commandLine().execute(args));
    }
}
