package dev.holdfast.insights.keycloak.listener;

import dev.holdfast.insights.keycloak.realm.RecordEndsEvent;
import dev.holdfast.insights.keycloak.work.InsightWork;
import dev.holdfast.keycloak.StatelessFactory;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.PostMigrationEvent;

/** Keeps a record of every realm that is set up for it, without a switch of Keycloak's own. */
public final class RecordingListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    private volatile @Nullable InsightWork work;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new RecordingListener(session, Clock.systemUTC());
    }

    /** The work beside requests begins when the database has its tables. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                InsightWork begun = new InsightWork(factory);
                begun.start();
                work = begun;
            } else if (event instanceof RecordEndsEvent end) {
                new RecordingListener(end.session(), Clock.systemUTC()).onEnd(end);
            } else if (event instanceof UserModel.UserPreRemovedEvent removal) {
                new Surroundings(removal.getKeycloakSession(), removal.getRealm()).keep(removal.getUser());
            }
        });
    }

    @Override
    public void close() {
        InsightWork begun = work;
        if (begun != null) {
            begun.stop();
        }
    }

    @Override
    public String getId() {
        return "holdfast-insights";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }
}
