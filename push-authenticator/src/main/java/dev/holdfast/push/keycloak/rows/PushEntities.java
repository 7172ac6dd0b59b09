package dev.holdfast.push.keycloak.rows;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Brings push's tables into Keycloak's own database. */
final class PushEntities implements JpaEntityProvider {
    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                PhoneEntity.class,
                PhoneEnrolmentEntity.class,
                PushRequestEntity.class,
                PushStandingEntity.class,
                PushCountEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/holdfast-push-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return PushEntitiesFactory.ID;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
