package dev.holdfast.it;

import dev.holdfast.harness.KeycloakNode;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.StockKeycloak;
import dev.holdfast.it.container.ContainerKeycloak;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the {@link World}, its {@link Metrics} and the {@link OtherChannel} of CIBA. The one server is started with the first of them and ends
 * with the last.
 */
public final class SharedServer implements ParameterResolver, ExecutionCondition {
    private static final Path FOLDER = Path.of("target", "keycloak");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return isInContainer() && !Requirement.docker().isUsable()
                ? ConditionEvaluationResult.disabled(Requirement.docker().absence())
                : ConditionEvaluationResult.enabled("what the server runs on is here");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == World.class || type == Metrics.class || type == OtherChannel.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Resource resource = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(SharedServer.class, any -> start(), Resource.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == World.class) {
            return resource.world();
        }
        return type == Metrics.class ? resource.metrics() : resource.channel();
    }

    /** The packaged jar that is tested. */
    static Path jar() {
        return Path.of(System.getProperty("holdfast.jar", "../distribution/target/holdfast.jar"));
    }

    private static Resource start() {
        int metricsPort = LoopbackPorts.free();
        OtherChannel channel = OtherChannel.start();
        List<String> options = List.of(
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + metricsPort,
                // The tests are the proxy that the server trusts: they say where a browser is.
                "--proxy-headers=xforwarded",
                "--proxy-trusted-addresses=127.0.0.1",
                "--spi-holdfast-places--database--file=" + TestPlaces.writeInto(FOLDER),
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri="
                        + channel.address());
        World world = new World(server(TestRealms.writeInto(FOLDER), options, metricsPort));
        world.configure(TestRealms.ACME, "enrolmentRefusalsPerMinute", "1000");
        world.configure(TestRealms.ACME, "exchangesPerMinute", "600");
        return new Resource(world, new Metrics(URI.create("http://127.0.0.1:" + metricsPort + "/metrics")), channel);
    }

    /** In a container with {@code -Dholdfast.server=container}, else as a process. */
    private static boolean isInContainer() {
        return System.getProperty("holdfast.server", "").equals("container");
    }

    private static KeycloakNode server(List<Path> realms, List<String> options, int managementPort) {
        if (isInContainer()) {
            return ContainerKeycloak.start(jar(), realms, options, managementPort);
        }
        StockKeycloak.Builder settings = StockKeycloak.builder()
                .name("shared")
                .workFolder(FOLDER)
                .provider(jar())
                .buildOption("--metrics-enabled=true");
        options.forEach(settings::startOption);
        realms.forEach(settings::realm);
        return settings.start();
    }

    private record Resource(World world, Metrics metrics, OtherChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            world.server().close();
            channel.close();
        }
    }
}
