package dev.holdfast.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** A factory with nothing to configure, start or end: whatever it needs to know is a setting of a realm or a flow. */
public interface StatelessFactory<T extends Provider> extends ProviderFactory<T> {
    @Override
    default void init(Config.Scope config) {
        // Nothing to configure.
    }

    @Override
    default void postInit(KeycloakSessionFactory factory) {
        // Nothing to start.
    }

    @Override
    default void close() {
        // Nothing to end.
    }
}
