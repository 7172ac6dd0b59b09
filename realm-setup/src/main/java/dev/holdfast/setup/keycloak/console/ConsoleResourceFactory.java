package dev.holdfast.setup.keycloak.console;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code {iss}/holdfast-console/}. */
public final class ConsoleResourceFactory
        implements RealmResourceProviderFactory, StatelessFactory<RealmResourceProvider> {
    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new ConsoleResource(session);
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public String getId() {
        return ConsoleClient.ID;
    }
}
