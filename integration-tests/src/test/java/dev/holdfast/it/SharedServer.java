package dev.holdfast.it;

import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.StockKeycloak;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the {@link World}, its {@link Metrics} and the {@link OtherChannel} of CIBA. The one server is started with the first of them and ends
 * with the last.
 */
public final class SharedServer implements ParameterResolver {
    private static final Path FOLDER = Path.of("target", "keycloak");

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
        StockKeycloak.Builder settings = StockKeycloak.builder()
                .name("shared")
                .workFolder(FOLDER)
                .provider(jar())
                .buildOption("--metrics-enabled=true")
                .startOption("--http-management-host=127.0.0.1")
                .startOption("--http-management-port=" + metricsPort)
                .startOption("--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri="
                        + channel.address());
        for (Path realm : TestRealms.writeInto(FOLDER)) {
            settings.realm(realm);
        }
        World world = new World(settings.start());
        world.configure(TestRealms.ACME, "enrolmentRefusalsPerMinute", "1000");
        world.configure(TestRealms.ACME, "exchangesPerMinute", "600");
        return new Resource(world, new Metrics(URI.create("http://127.0.0.1:" + metricsPort + "/metrics")), channel);
    }

    private record Resource(World world, Metrics metrics, OtherChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            world.server().close();
            channel.close();
        }
    }
}
