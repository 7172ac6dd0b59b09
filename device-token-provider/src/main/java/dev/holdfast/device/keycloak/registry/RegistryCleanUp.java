package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Leaves no row behind when Keycloak removes a user or a realm. */
public final class RegistryCleanUp {
    private static final List<String> TABLES = List.of(
            "SpentProofEntity",
            "PostureEntity",
            "RegistrationSessionEntity",
            "RegistrationEntity",
            "OpenEnrolmentEntity",
            "EnrolmentTokenEntity",
            "AgentCertificateEntity",
            "AdoptionEntity",
            "DeviceAssignmentEntity",
            "DeviceEntity");

    private RegistryCleanUp() {}

    static void listen(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof UserModel.UserRemovedEvent removed) {
                removeUser(
                        removed.getKeycloakSession(),
                        removed.getRealm().getId(),
                        removed.getUser().getId());
            } else if (event instanceof GroupModel.GroupRemovedEvent removed) {
                removeGroup(
                        removed.getKeycloakSession(),
                        removed.getRealm().getId(),
                        removed.getGroup().getId());
            } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                removeRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            }
        });
    }

    /** Removes every row of the realm. */
    public static void removeRealm(KeycloakSession session, String realmId) {
        for (String table : TABLES) {
            database(session)
                    .createQuery("delete from " + table + " row where row.realmId = :realm")
                    .setParameter("realm", realmId)
                    .executeUpdate();
        }
    }

    /**
     * A user's registrations and assignments go. The user stays the owner of devices: an owner who is gone lets nobody on,
     * where no owner could let everybody on.
     */
    private static void removeUser(KeycloakSession session, String realmId, String userId) {
        removeAssignments(session, realmId, userId);
        for (String table : List.of("SpentProofEntity", "RegistrationSessionEntity")) {
            database(session)
                    .createQuery("delete from " + table + " row where row.realmId = :realm and row.registrationId in"
                            + " (select r.id from RegistrationEntity r where r.userId = :user and r.realmId = :realm)")
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .executeUpdate();
        }
        database(session)
                .createQuery("delete from RegistrationEntity r where r.realmId = :realm and r.userId = :user")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    /** A group's devices are assigned to nobody by it any more. */
    private static void removeGroup(KeycloakSession session, String realmId, String groupId) {
        removeAssignments(session, realmId, groupId);
    }

    private static void removeAssignments(KeycloakSession session, String realmId, String subjectId) {
        database(session)
                .createQuery("delete from DeviceAssignmentEntity a where a.realmId = :realm and a.subjectId = :subject")
                .setParameter("realm", realmId)
                .setParameter("subject", subjectId)
                .executeUpdate();
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
