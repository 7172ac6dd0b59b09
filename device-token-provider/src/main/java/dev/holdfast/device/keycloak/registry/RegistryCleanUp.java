package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Leaves no row behind when Keycloak removes a user or a realm. */
public final class RegistryCleanUp {
    private static final List<String> TABLES = List.of(
            "RegistrationSessionEntity",
            "RegistrationEntity",
            "OpenEnrolmentEntity",
            "EnrolmentTokenEntity",
            "DeviceEntity");

    private RegistryCleanUp() {}

    static void listen(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof UserModel.UserRemovedEvent removed) {
                removeUser(
                        removed.getKeycloakSession(),
                        removed.getRealm().getId(),
                        removed.getUser().getId());
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

    /** A user's registrations go; devices that were assigned to the user stay, assigned to nobody who could use them. */
    private static void removeUser(KeycloakSession session, String realmId, String userId) {
        database(session)
                .createQuery("delete from RegistrationSessionEntity s where s.realmId = :realm and s.registrationId in"
                        + " (select r.id from RegistrationEntity r where r.userId = :user and r.realmId = :realm)")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
        database(session)
                .createQuery("delete from RegistrationEntity r where r.realmId = :realm and r.userId = :user")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
