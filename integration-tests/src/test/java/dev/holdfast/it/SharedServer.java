package dev.holdfast.it;

import dev.holdfast.harness.StockKeycloak;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test classes the {@link World}, whose one server is started with the first of them and ends with the last. */
public final class SharedServer implements ParameterResolver {
    private static final Path FOLDER = Path.of("target", "keycloak");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(SharedServer.class, any -> new Resource(start()), Resource.class)
                .world();
    }

    /** The packaged jar that is tested. */
    static Path jar() {
        return Path.of(System.getProperty("holdfast.jar", "../distribution/target/holdfast.jar"));
    }

    private static World start() {
        StockKeycloak.Builder settings =
                StockKeycloak.builder().name("shared").workFolder(FOLDER).provider(jar());
        for (Path realm : TestRealms.writeInto(FOLDER)) {
            settings.realm(realm);
        }
        World world = new World(settings.start());
        world.configure(TestRealms.ACME, "enrolmentRefusalsPerMinute", "1000");
        world.configure(TestRealms.ACME, "exchangesPerMinute", "600");
        return world;
    }

    private record Resource(World world) implements AutoCloseable {
        @Override
        public void close() {
            world.server().close();
        }
    }
}
