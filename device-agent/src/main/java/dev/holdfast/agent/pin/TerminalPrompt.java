package dev.holdfast.agent.pin;

import java.io.Console;

/** The prompt of a terminal, which does not show what is typed. An empty line means no. */
public final class TerminalPrompt implements SecretPrompt {
    private final Console console;

    /** Asks on this terminal. */
    public TerminalPrompt(Console console) {
        this.console = console;
    }

    @Override
    public Answer ask(Question question) {
        question.fault().ifPresent(fault -> console.printf("%s%n", fault));
        console.printf("%s%n", question.text());
        char[] line = console.readPassword("%s ", question.label());
        return line == null || line.length == 0 ? new Answer.Cancelled() : new Answer.Typed(line);
    }
}
