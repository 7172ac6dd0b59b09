package dev.holdfast.device.keycloak.registry;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

public final class HoldfastEntitiesFactory implements JpaEntityProviderFactory {
    /** Names the changelog's table: {@code DATABASECHANGELOG_HOLDFAST}. */
    static final String ID = "holdfast";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new HoldfastEntities();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing to configure.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RegistryCleanUp.listen(factory);
    }

    @Override
    public void close() {
        // Nothing to end.
    }
}
