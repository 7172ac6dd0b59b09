package dev.holdfast.push.keycloak.rows;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

public final class PushEntitiesFactory implements JpaEntityProviderFactory, StatelessFactory<JpaEntityProvider> {
    /** Names the changelog's table by its first ten letters, which differ from device login's: {@code …_PUSHHOLDFA}. */
    static final String ID = "pushholdfast";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new PushEntities();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        PushCleanUp.listen(factory);
    }
}
