package dev.holdfast.agent.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Whether the sign-in page can have a person asked for a PIN. */
final class PinFindings {
    /** Dialogs in text: a browser has no terminal for them. */
    private static final Set<String> FOR_TERMINALS = Set.of("pinentry-tty", "pinentry-curses");

    private static final String MEND =
            "Install one (Debian: apt-get install pinentry-gnome3, or pinentry-qt), or unlock"
                    + " at a terminal: holdfast-agent unlock";

    private PinFindings() {}

    /**
     * @param program the dialog that would be started
     * @param someHavePins whether a registration here has a PIN already; else one could be set
     */
    static Finding of(Optional<Path> program, boolean someHavePins) throws IOException {
        if (program.isEmpty()) {
            return missing("There is no dialog for PINs (pinentry)", someHavePins);
        }
        // Debian's alternatives: the name says pinentry, whichever it is.
        String real = String.valueOf(program.get().toRealPath().getFileName());
        return FOR_TERMINALS.contains(real)
                ? missing(
                        "The dialog for PINs, " + program.get() + ", is " + real + " and needs a terminal",
                        someHavePins)
                : Finding.ok("PINs are asked for by " + program.get());
    }

    private static Finding missing(String what, boolean someHavePins) {
        return Finding.note(
                what + ": the sign-in page cannot " + (someHavePins ? "unlock this device" : "have a PIN set"), MEND);
    }
}
