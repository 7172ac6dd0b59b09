package dev.holdfast.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Tells step by step what is going on and how long it took, in aligned lines. */
final class Progress {

    private static final int WIDTH = 74;

    private final PrintStream out;
    private final LongSupplier nanoTime;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** What a step found out, for the line about it, and what the next steps need of it. */
    record Found<T>(T value, String remark) {}

    /** A group of steps begins. */
    void heading(String text) {
        out.println();
        out.println(text);
    }

    /** A line of its own. */
    void say(String text) {
        out.println(text);
    }

    /**
     * Does a step and prints its line: first what is being done, then how it ended and after how long.
     *
     * @throws StepFailedException whatever went wrong
     */
    <T> T step(String what, Callable<Found<T>> step) {
        out.print("  " + what + " …");
        out.flush();
        long begin = nanoTime.getAsLong();
        try {
            Found<T> found = step.call();
            end(what, found.remark(), "ok", begin);
            return found.value();
        } catch (Exception e) {
            end(what, "", "FAILED", begin);
            throw new StepFailedException(what, e);
        }
    }

    private void end(String what, String remark, String verdict, long begin) {
        Duration time = Duration.ofNanos(nanoTime.getAsLong() - begin);
        String written = "  " + what + " …";
        String tail = remark.isEmpty() ? "" : " " + remark;
        String filler = ".".repeat(Math.max(3, WIDTH - written.length() - tail.length()));
        out.printf(Locale.ROOT, "%s %s %6.1f s  %s%n", tail, filler, time.toMillis() / 1000.0, verdict);
    }
}
