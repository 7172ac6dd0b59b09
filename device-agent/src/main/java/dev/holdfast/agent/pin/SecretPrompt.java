package dev.holdfast.agent.pin;

import java.util.Optional;

/** One way to ask a person for a line that nobody else sees. */
@FunctionalInterface
public interface SecretPrompt {
    /** Asks once, and waits for the person. */
    Answer ask(Question question);

    /**
     * What the person sees.
     *
     * @param text says who asks, and why
     * @param label stands before the line
     * @param fault what was wrong with the last try
     */
    record Question(String text, String label, Optional<String> fault) {}

    /** What came of it. */
    sealed interface Answer {
        /** A line. Whoever gets it overwrites it. */
        record Typed(char[] line) implements Answer {
            /** The line is a secret. */
            @Override
            public String toString() {
                return "Typed";
            }
        }

        /** The person does not want to, or is not there. */
        record Cancelled() implements Answer {}

        /**
         * Nobody could be asked.
         *
         * @param reason a sentence for the user
         */
        record Unavailable(String reason) implements Answer {}
    }
}
