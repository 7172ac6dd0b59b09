package dev.holdfast.agent.command;

import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.pin.PinTexts;
import dev.holdfast.agent.pin.PinentryPrompt;
import dev.holdfast.agent.pin.SecretPrompt;
import dev.holdfast.agent.pin.TerminalPrompt;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a person at this machine is asked for a PIN: by the program that was named, at the terminal, or on the desktop. */
final class PinPrompts {
    /** Within what the extension waits for, also with a second and third try. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    private static final String VARIABLE = "HOLDFAST_PINENTRY";
    private static final String USUAL = "pinentry";

    private final @Nullable String named;
    private final Map<String, String> environment;

    /** @param option the program that the command line names */
    PinPrompts(@Nullable String option, Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "");
        this.named = option != null ? option : variable.isEmpty() ? null : variable;
        this.environment = environment;
    }

    /** For a command: its terminal, if it has one and no program was named. */
    PinDialog ofCommand() {
        Console console = System.console();
        return dialog(named == null && console != null ? new TerminalPrompt(console) : ofDesktop());
    }

    /** For a browser's request: a browser has no terminal. */
    PinDialog ofBrowser() {
        return dialog(ofDesktop());
    }

    private static PinDialog dialog(SecretPrompt prompt) {
        return new PinDialog(prompt, new PinTexts(Locale.getDefault()));
    }

    private SecretPrompt ofDesktop() {
        if (named != null) {
            return new PinentryPrompt(named, environment, LIMIT);
        }
        if (environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
            return new PinentryPrompt(USUAL, environment, LIMIT);
        }
        return question -> new SecretPrompt.Answer.Unavailable("There is neither a terminal nor a desktop here.");
    }
}
