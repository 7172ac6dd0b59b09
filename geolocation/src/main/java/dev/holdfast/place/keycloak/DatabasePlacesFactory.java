package dev.holdfast.place.keycloak;

import dev.holdfast.place.Places;
import dev.holdfast.place.database.DatabaseNews;
import dev.holdfast.place.database.WatchedDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Places addresses by the file that the option {@code --spi-holdfast-places--database--file} names. */
public final class DatabasePlacesFactory implements PlacesProviderFactory, ServerInfoAwareProviderFactory {
    private static final Logger LOG = Logger.getLogger(DatabasePlacesFactory.class);
    private static final String FILE = "file";
    private static final String OPTION = "--spi-holdfast-places--database--file";
    private static final Duration IDLE = Duration.ofSeconds(30);

    private Places places = Places.withoutDatabase();
    private @Nullable ThreadPoolExecutor aside;
    private volatile String state = "no database is configured";

    @Override
    public void init(Config.Scope config) {
        String file = config.get(FILE);
        if (file == null || file.isBlank()) {
            LOG.infof(
                    "No database of places: every public address counts as unknown. To change that, name one in MaxMind's"
                            + " format with %s=<file>.",
                    OPTION);
            return;
        }
        // One look at a time; its thread ends when nobody asks, and never keeps the server from ending.
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(0, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), look -> {
                    Thread thread = new Thread(look, "holdfast-places");
                    thread.setDaemon(true);
                    return thread;
                });
        aside = threads;
        places = WatchedDatabase.open(Path.of(file), Clock.systemUTC(), threads, news -> tell(file, news));
    }

    private void tell(String file, DatabaseNews news) {
        DatabaseReport report = DatabaseReport.of(file, news);
        state = report.text();
        LOG.log(report.isGood() ? Logger.Level.INFO : Logger.Level.WARN, report.text());
    }

    @Override
    public PlacesProvider create(KeycloakSession session) {
        return new DatabasePlaces(places);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // The database is read already.
    }

    @Override
    public void close() {
        if (aside != null) {
            aside.shutdownNow();
        }
    }

    @Override
    public String getId() {
        return "database";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(FILE)
                .type("string")
                .helpText(
                        "A database of countries or cities in MaxMind's format (.mmdb). It is read again when it changes."
                                + " Without one every public address is at an unknown place.")
                .add()
                .build();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Map.of("state", state);
    }
}
