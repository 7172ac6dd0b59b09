package dev.holdfast.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs every JMH benchmark of this package. */
public final class MicroBenchmarks {

    private static final TimeValue SECOND = TimeValue.seconds(1);

    private MicroBenchmarks() {}

    /**
     * Runs them, one JVM for each, microseconds per operation.
     *
     * @param quick with one iteration each, only to see them run
     */
    public static void run(boolean quick) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(MicroBenchmarks.class.getPackageName().replace(".", "\\.") + "\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(quick ? 1 : 5)
                .warmupTime(SECOND)
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(SECOND)
                .shouldFailOnError(true);
        try {
            var unused = new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }
}
