package dev.holdfast.push.keycloak.rest;

import dev.holdfast.keycloak.StatelessFactory;
import dev.holdfast.push.keycloak.waiting.WaitingPages;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code {iss}/push-mfa}. */
public final class PushMfaResourceFactory
        implements RealmResourceProviderFactory, StatelessFactory<RealmResourceProvider> {
    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new PushMfaResource(session);
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        WaitingPages.listen(factory);
    }

    @Override
    public String getId() {
        return "push-mfa";
    }
}
