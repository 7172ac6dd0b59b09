package dev.holdfast.it.container;

import com.github.dockerjava.api.DockerClient;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.KeycloakNode;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.MountableFile;

/**
 * A stock Keycloak in a container, as those run it who have no server of their own: an image, the jar copied into its
 * {@code providers/}, and {@code kc.sh start}, which builds the server first. The container shares the machine's network,
 * so that the server listens on the loopback interface as a process would, at an address that both sides know.
 */
public final class ContainerKeycloak implements KeycloakNode {
    private static final String ADMIN = "admin";
    private static final Duration START_LIMIT = Duration.ofMinutes(15);

    private final KeycloakContainer container;
    private final int port;
    private final Ready ready;

    private ContainerKeycloak(KeycloakContainer container, int port, Ready ready) {
        this.container = container;
        this.port = port;
        this.ready = ready;
    }

    /**
     * Starts a node and waits until it is ready.
     *
     * @param jar for {@code providers/}
     * @param realms imported at the start
     * @param options of {@code kc.sh start}, those of the management interface among them
     * @param managementPort where health is told
     */
    public static ContainerKeycloak start(Path jar, List<Path> realms, List<String> options, int managementPort) {
        int port = LoopbackPorts.free();
        Ready ready = new Ready(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"));
        KeycloakContainer container = new KeycloakContainer(KeycloakImage.name())
                .withProductionMode()
                .withEnabledMetrics()
                .withAdminUsername(ADMIN)
                .withAdminPassword(ADMIN)
                .withProviderLibsFrom(List.of(jar.toFile()))
                .withNetworkMode("host")
                .waitingFor(ready.withStartupTimeout(START_LIMIT))
                .withStartupTimeout(START_LIMIT);
        // Nothing is published: the network is the machine's own.
        container.setExposedPorts(List.of());
        for (String option : List.of(
                "--db=dev-file",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname-strict=false")) {
            container.withCustomCommand(option);
        }
        options.forEach(container::withCustomCommand);
        for (Path realm : realms) {
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(realm.toAbsolutePath(), 0644),
                    KeycloakImage.HOME + "/data/import/" + realm.getFileName());
        }
        container.start();
        return new ContainerKeycloak(container, port, ready);
    }

    @Override
    public URI baseUri() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public URI issuer(String realm) {
        return URI.create(baseUri() + "/realms/" + realm);
    }

    @Override
    public AdminClient admin() {
        return new AdminClient(baseUri(), ADMIN, ADMIN);
    }

    @Override
    public void freeze() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void thaw() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void stop() {
        if (container.isRunning()) {
            docker().stopContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void restart() {
        stop();
        docker().startContainerCmd(container.getContainerId()).exec();
        ready.await(container::isRunning, container::getLogs);
    }

    @Override
    public void close() {
        container.stop();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    /** Asks the server itself; the library's own way asks at published ports. */
    private static final class Ready extends AbstractWaitStrategy {
        private final URI health;

        Ready(URI health) {
            this.health = health;
        }

        @Override
        protected void waitUntilReady() {
            await(waitStrategyTarget::isRunning, waitStrategyTarget::getLogs);
        }

        void await(BooleanSupplier running, Supplier<String> log) {
            Readiness.Starting container = new Readiness.Starting() {
                @Override
                public boolean awaitEnd(Duration pause) {
                    LockSupport.parkNanos(pause.toNanos());
                    return !running.getAsBoolean();
                }

                @Override
                public String logTail() {
                    return log.get();
                }
            };
            Readiness.await("the container with Keycloak", container, health, START_LIMIT);
        }
    }
}
