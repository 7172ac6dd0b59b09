package dev.holdfast.insights.keycloak.rows;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Brings the record's tables into Keycloak's own database. */
final class InsightEntities implements JpaEntityProvider {
    @Override
    public List<Class<?>> getEntities() {
        return List.of(InsightEntity.class, OutgoingEntity.class, LeaseEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/holdfast-insights-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return InsightEntitiesFactory.ID;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
