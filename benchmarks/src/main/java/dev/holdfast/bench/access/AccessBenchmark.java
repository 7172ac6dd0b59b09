package dev.holdfast.bench.access;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** {@code ./bench --access}: decisions by the index beside those by a loop, and how long a change takes to compile. */
public final class AccessBenchmark {
    private static final TimeValue SECOND = TimeValue.seconds(1);

    /**
     * A heap that was written to before, as a server's is that has run for a while: the first write to each page of memory
     * waits for the operating system, several times as long as a decision takes.
     */
    private static final String[] USED_HEAP = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"};

    private static final double GOAL_OF_COMPILATION_MS = 1_000;

    private final boolean quick;
    private final PrintStream out;

    /** @param quick with one iteration each, only to see it run */
    public AccessBenchmark(boolean quick, PrintStream out) {
        this.quick = quick;
        this.out = out;
    }

    /** Runs it and prints the table. */
    public void run() {
        out.println("Each kind of set has a JVM of its own; about two minutes.");
        Collection<RunResult> decisions =
                run(PolicyDecisions.class, Mode.AverageTime, TimeUnit.MICROSECONDS, quick ? 1 : 5);
        Collection<RunResult> compilations =
                run(PolicyCompilation.class, Mode.SingleShotTime, TimeUnit.MILLISECONDS, quick ? 2 : 10);
        out.println();
        out.println("| policies | index, µs | p50 | p99 | loop, µs | p99 | loop / index | p99 to reach, µs |");
        out.println("|---|---:|---:|---:|---:|---:|---:|---|");
        for (RunResult result : decisions) {
            String which = result.getParams().getParam("policies");
            if (!isOf(result, "decide")) {
                continue;
            }
            RunResult loop = decisions.stream()
                    .filter(other -> isOf(other, "loop")
                            && other.getParams().getParam("policies").equals(which))
                    .findFirst()
                    .orElseThrow();
            double p99 = micros(result, "p99");
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.0f | %.0f | %.0f | %s |%n",
                    which,
                    micros(result, "mean"),
                    micros(result, "p50"),
                    p99,
                    micros(loop, "mean"),
                    micros(loop, "p99"),
                    micros(loop, "mean") / micros(result, "mean"),
                    goal(which, p99));
        }
        Statistics compilation =
                compilations.iterator().next().getPrimaryResult().getStatistics();
        out.println();
        out.printf(
                Locale.ROOT,
                "Compiling 10,000 policies and ten lists of 100,000 blocks: %.0f ms, slowest %.0f ms, to reach:"
                        + " %.0f%s%n",
                compilation.getMean(),
                compilation.getMax(),
                GOAL_OF_COMPILATION_MS,
                compilation.getMax() <= GOAL_OF_COMPILATION_MS ? "" : ": **missed**");
    }

    private static String goal(String which, double p99) {
        double goal = which.equals("1000") ? 2 : 5;
        return String.format(Locale.ROOT, "%.0f%s", goal, p99 <= goal ? "" : ": **missed**");
    }

    private Collection<RunResult> run(Class<?> benchmark, Mode mode, TimeUnit unit, int iterations) {
        try {
            return new Runner(new OptionsBuilder()
                            .include(benchmark.getName().replace(".", "\\.") + "\\..*")
                            .mode(mode)
                            .timeUnit(unit)
                            .forks(1)
                            .jvmArgsAppend(USED_HEAP)
                            .warmupIterations(mode == Mode.SingleShotTime ? 3 : iterations)
                            .warmupTime(SECOND)
                            .measurementIterations(iterations)
                            .measurementTime(SECOND)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isOf(RunResult result, String method) {
        return result.getParams().getBenchmark().endsWith("." + method);
    }

    /** A figure of {@link Durations}, the mean of the iterations'. */
    private static double micros(RunResult result, String figure) {
        return result.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .mapToDouble(iteration -> Objects.requireNonNull(
                                        iteration.getSecondaryResults().get(figure), figure)
                                .getScore())
                        .average()
                        .orElseThrow()
                / 1_000;
    }
}
