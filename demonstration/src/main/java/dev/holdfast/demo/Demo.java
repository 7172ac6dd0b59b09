package dev.holdfast.demo;

import dev.holdfast.harness.HarnessException;
import dev.holdfast.harness.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program behind the script {@code ./demo}. */
public final class Demo {

    private final Artifacts artifacts;
    private final Path folder;
    private final Progress progress;

    private Demo(Artifacts artifacts, Path folder, Progress progress) {
        this.artifacts = artifacts;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Runs the demo until it is interrupted, or checks it.
     *
     * @param arguments nothing, or {@code --check}
     * @throws InterruptedException if the JVM is told to end
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path root = Path.of(System.getProperty("holdfast.root", "."));
        Progress progress = new Progress(System.out, System::nanoTime);
        Demo demo = new Demo(
                new Artifacts(root), root.resolve(".demo").toAbsolutePath().normalize(), progress);
        List<String> asked = List.of(arguments);
        if (asked.equals(List.of("--check"))) {
            System.exit(demo.check() ? 0 : 1);
        } else if (asked.isEmpty()) {
            System.exit(demo.run() ? 0 : 1);
        } else {
            System.err.println("Unknown: " + String.join(" ", asked) + ". See ./demo --help");
            System.exit(2);
        }
    }

    private boolean check() {
        Requirement chromium = Requirement.chromium();
        if (chromium.found().isEmpty()) {
            progress.say(chromium.absence());
            return false;
        }
        long begin = System.nanoTime();
        progress.heading("Getting ready");
        Optional<World> started = start();
        if (started.isEmpty()) {
            return false;
        }
        try (World world = started.get()) {
            boolean passed = new Check(world, progress).passes();
            progress.heading("%s after %d s."
                    .formatted(
                            passed ? "All of it happened," : "It did NOT all happen,",
                            (System.nanoTime() - begin) / 1_000_000_000));
            return passed;
        }
    }

    private boolean run() throws InterruptedException {
        progress.heading("Getting ready");
        Optional<World> started = start();
        if (started.isEmpty()) {
            return false;
        }
        try (World world = started.get()) {
            new Invitation(world).lines().forEach(progress::say);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> progress.say("\nEverything is stopped."), "farewell"));
            new CountDownLatch(1).await(); // until Ctrl-C
            return true;
        }
    }

    private Optional<World> start() {
        try {
            return Optional.of(World.start(artifacts, folder, progress));
        } catch (StepFailedException | DemoException | HarnessException e) {
            progress.heading(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
