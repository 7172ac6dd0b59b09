package dev.holdfast.bench;

import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.hops.HopMeasurement;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.harness.Requirement;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Shows the way from a click to the tokens in Chromium, hop by hop. */
final class BrowserBenchmark {

    private static final int UNMEASURED = 15;
    private static final int MEASURED = 20;

    private final Artifacts artifacts;
    private final PrintStream out;

    BrowserBenchmark(Artifacts artifacts, PrintStream out) {
        this.artifacts = artifacts;
        this.out = out;
    }

    void run() {
        Requirement chromium = Requirement.chromium();
        if (!chromium.isUsable()) {
            out.println("Skipped: " + chromium.absence());
            return;
        }
        Path folder = artifacts.folder().resolve("browser");
        FileTrees.delete(folder);
        out.println("Starting a stock Keycloak (embedded database)");
        User ada = new User("ada", new SoftwareAuthenticator());
        try (MeasuredServer server = MeasuredServer.start(
                artifacts.folder().resolve("keycloak"), artifacts.serverJar(), List.of(ada), false, null)) {
            out.println("Enrolling this machine, starting Chromium");
            try (HopMeasurement measurement = new HopMeasurement(
                    folder,
                    artifacts.agentJar(),
                    artifacts.extension(),
                    server.deviceRealm(),
                    MeasuredServer.APPLICATION,
                    server.enrolmentToken())) {
                measurement.register(ada.name(), ada.name());
                out.printf("Signing in %d times to warm up, then %d times%n%n", UNMEASURED, MEASURED);
                out.println(measurement.run(UNMEASURED, MEASURED));
            }
        }
    }
}
