package dev.holdfast.agent.command;

import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.pin.PinTexts;
import dev.holdfast.agent.pin.PinentryPrompt;
import dev.holdfast.agent.pin.SecretPrompt;
import dev.holdfast.agent.pin.TerminalPrompt;
import java.io.Console;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /** The program that asks on the desktop, if it is where it is looked for. */
    Optional<Path> program() {
        String name = named == null ? USUAL : named;
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
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
