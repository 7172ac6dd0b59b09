package dev.holdfast.access.keycloak.rest;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code {iss}/conditional-access}. */
public final class ConditionalAccessResourceFactory
        implements RealmResourceProviderFactory, StatelessFactory<RealmResourceProvider> {
    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new ConditionalAccessResource(session);
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public String getId() {
        return "conditional-access";
    }
}
