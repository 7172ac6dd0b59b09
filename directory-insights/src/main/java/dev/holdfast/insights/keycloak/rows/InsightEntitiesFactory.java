package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

public final class InsightEntitiesFactory implements JpaEntityProviderFactory, StatelessFactory<JpaEntityProvider> {
    /** Names the changelog's table by its first ten letters: {@code …_INSIGHTSHO}. */
    static final String ID = "insightsholdfast";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new InsightEntities();
    }

    @Override
    public String getId() {
        return ID;
    }

    /** A realm's record goes with it. A user's stays for its days: what somebody did is not undone by their removal. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmModel.RealmRemovedEvent removed) {
                new InsightRows(removed.getKeycloakSession())
                        .removeRealm(removed.getRealm().getId());
            }
        });
    }
}
