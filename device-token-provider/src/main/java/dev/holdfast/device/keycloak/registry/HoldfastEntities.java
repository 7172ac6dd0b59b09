package dev.holdfast.device.keycloak.registry;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Brings the device registry's tables into Keycloak's own database. */
final class HoldfastEntities implements JpaEntityProvider {
    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                DeviceEntity.class,
                DeviceAssignmentEntity.class,
                AgentCertificateEntity.class,
                AdoptionEntity.class,
                RegistrationEntity.class,
                EnrolmentTokenEntity.class,
                OpenEnrolmentEntity.class,
                RegistrationSessionEntity.class,
                SpentProofEntity.class,
                PostureEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/holdfast-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return HoldfastEntitiesFactory.ID;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
