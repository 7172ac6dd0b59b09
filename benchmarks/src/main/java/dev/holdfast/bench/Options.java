package dev.holdfast.bench;

import java.time.Duration;
import java.util.List;

/**
 * What was asked for.
 *
 * @param warmUp before anything counts
 * @param measured for each operation, over all rounds
 * @param quick only to see it run
 * @param postgres instead of the embedded database
 * @param profile whether the server's flight recorder runs
 */
record Options(Mode mode, Duration warmUp, Duration measured, boolean quick, boolean postgres, boolean profile) {

    /** How long one operation runs before the next has its turn. */
    static final Duration SLICE = Duration.ofSeconds(3);

    /** What kind of benchmark. */
    enum Mode {
        SERVER,
        REFUSALS,
        REGISTRY,
        PUSH,
        INSIGHTS,
        GATE,
        MICRO,
        ACCESS,
        BROWSER,
        START
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options read(List<String> arguments) {
        Mode mode = Mode.SERVER;
        Duration warmUp = Duration.ofSeconds(60);
        Duration measured = Duration.ofSeconds(30);
        boolean quick = false;
        boolean postgres = false;
        boolean profile = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> {
                    quick = true;
                    warmUp = Duration.ofSeconds(10);
                    measured = SLICE;
                }
                case "--seconds" -> {
                    i++;
                    measured = seconds(i < arguments.size() ? arguments.get(i) : "");
                }
                case "--postgres" -> postgres = true;
                case "--profile" -> profile = true;
                case "--refusals" -> mode = Mode.REFUSALS;
                case "--registry" -> mode = Mode.REGISTRY;
                case "--push" -> mode = Mode.PUSH;
                case "--insights" -> mode = Mode.INSIGHTS;
                case "--gate" -> mode = Mode.GATE;
                case "--micro" -> mode = Mode.MICRO;
                case "--access" -> mode = Mode.ACCESS;
                case "--browser" -> mode = Mode.BROWSER;
                case "--start" -> mode = Mode.START;
                default -> throw new IllegalArgumentException("Unknown: " + arguments.get(i) + ". See ./bench --help");
            }
        }
        return new Options(mode, warmUp, measured, quick, postgres, profile);
    }

    /** How many rounds give each operation its time. */
    int rounds() {
        return (int) Math.max(1, measured.plus(SLICE).minusMillis(1).dividedBy(SLICE));
    }

    private static Duration seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= 3_600) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // answered below, as a number out of bounds is
        }
        throw new IllegalArgumentException("--seconds takes a number from 1 to 3600.");
    }
}
