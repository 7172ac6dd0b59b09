package dev.holdfast.bench;

import dev.holdfast.bench.access.AccessBenchmark;
import dev.holdfast.bench.micro.MicroBenchmarks;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import dev.holdfast.harness.HarnessException;
import java.nio.file.Path;
import java.util.List;

/** The program behind the script {@code ./bench}. */
public final class Bench {

    private Bench() {}

    /** Runs the benchmark that the arguments name; see {@code ./bench --help}. */
    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.read(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Artifacts artifacts = new Artifacts(Path.of(System.getProperty("holdfast.root", ".")));
        try {
            switch (options.mode()) {
                case SERVER, REFUSALS -> new ServerBenchmark(options, artifacts, System.out).run();
                case REGISTRY -> new RegistryBenchmark(options, artifacts, System.out).run();
                case PUSH -> new PushBenchmark(options, artifacts, System.out).run();
                case INSIGHTS -> new InsightsBenchmark(options, artifacts, System.out).run();
                case GATE -> new GateBenchmark(options, artifacts, System.out).run();
                case MICRO -> MicroBenchmarks.run(options.measured().equals(Options.SLICE));
                case ACCESS -> new AccessBenchmark(options.measured().equals(Options.SLICE), System.out).run();
                case BROWSER -> new BrowserBenchmark(artifacts, System.out).run();
                case START -> new StartBenchmark(artifacts, System.out).run();
            }
        } catch (HarnessException | UnexpectedAnswerException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
