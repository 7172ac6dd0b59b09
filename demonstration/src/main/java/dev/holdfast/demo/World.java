package dev.holdfast.demo;

import dev.holdfast.demo.Progress.Found;
import dev.holdfast.demo.app.DemoApplication;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.StockKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/**
 * All that the demo runs: server, agent, application, and a browser profile that is ready to be used. It starts empty
 * each time.
 *
 * @param artifacts what the build made
 * @param folder the demo's own folder
 * @param server Keycloak
 * @param agent the enrolled agent
 * @param application the application
 * @param secrets this run's secrets
 */
record World(
        Artifacts artifacts,
        Path folder,
        DemoServer server,
        DemoAgent agent,
        DemoApplication application,
        Secrets secrets)
        implements AutoCloseable {

    /** What a run leaves behind. */
    private static final List<String> PARTS = List.of(
            "agent",
            "agent-copy",
            "agent-tpm",
            "profile",
            "profile-copy",
            "profile-grace",
            "profile-hedy",
            "profile-mary",
            "profile-phone",
            "profile-thief",
            "profile-tpm",
            "screenshots",
            "tpm",
            "tpm-maker",
            "pinentry");

    private static final int SERVER_PORT = 8080;
    private static final int APPLICATION_PORT = 8180;

    /** Starts everything, step by step. */
    static World start(Artifacts artifacts, Path folder, Progress progress) {
        int serverPort = port(SERVER_PORT, "Keycloak", progress);
        int applicationPort = port(APPLICATION_PORT, "the application", progress);
        Secrets secrets = Secrets.fresh(new SecureRandom());

        StockKeycloak.Builder settings = progress.step("A stock Keycloak is unpacked, Holdfast's jar added", () -> {
            clear(folder);
            StockKeycloak.Builder builder = DemoServer.settings(
                    folder.resolve("keycloak"), artifacts.serverJar(), serverPort, applicationPort, secrets);
            return new Found<>(builder.prepare(), "");
        });
        DemoServer server = progress.step(
                "Keycloak starts and imports the realm", () -> new Found<>(DemoServer.start(settings), ""));
        try {
            server.consentToPhone();
            DemoAgent agent = progress.step("This machine is enrolled as a device", () -> {
                DemoAgent one = new DemoAgent(artifacts.agentJar(), folder.resolve("agent"));
                one.enrol(server.issuer(), server.enrolmentToken());
                return new Found<>(one, "");
            });
            DemoApplication application = progress.step("The application starts", () -> {
                DemoApplication one =
                        DemoApplication.start(applicationPort, server.issuer(), DemoServer.CLIENT, secrets.client());
                return new Found<>(one, "");
            });
            return new World(artifacts, folder, server, agent, application, secrets);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A second machine whose agent is not enrolled yet. */
    DemoAgent secondAgent() {
        return new DemoAgent(artifacts.agentJar(), folder.resolve("agent-tpm"));
    }

    /** Makes a browser profile whose native messaging leads to an agent. */
    Path profile(String name, DemoAgent owner) {
        Path profile = folder.resolve(name);
        owner.installHost(profile);
        return profile;
    }

    /** Opens a browser without the extension. */
    Visitor visitor(String profile) {
        return new Visitor(Browser.builder(folder.resolve(profile)).start(), application.address());
    }

    @Override
    public void close() {
        application.close();
        server.close();
    }

    private static void clear(Path folder) throws IOException {
        Files.createDirectories(folder);
        // Keys and a profile of this user: nobody else's business.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (String part : PARTS) {
            FileTrees.delete(folder.resolve(part));
        }
        FileTrees.delete(folder.resolve("keycloak").resolve("keycloak.log"));
    }

    private static int port(int preferred, String whose, Progress progress) {
        int port = LoopbackPorts.freeOr(preferred);
        if (port != preferred) {
            progress.say("  Port " + preferred + " is taken; " + whose + " uses " + port + ".");
        }
        return port;
    }
}
