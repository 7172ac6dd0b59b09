package dev.holdfast.device.keycloak.registry;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

public final class HoldfastEntitiesFactory implements JpaEntityProviderFactory, StatelessFactory<JpaEntityProvider> {
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
    public void postInit(KeycloakSessionFactory factory) {
        RegistryCleanUp.listen(factory);
    }
}
