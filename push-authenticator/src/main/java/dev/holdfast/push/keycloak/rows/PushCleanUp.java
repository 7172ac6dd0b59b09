package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Leaves no row behind when Keycloak removes a user or a realm. */
public final class PushCleanUp {
    /** Those of which each row is one user's. */
    private static final List<String> TABLES =
            List.of("PushRequestEntity", "PushStandingEntity", "PhoneEnrolmentEntity", "PhoneEntity");

    private PushCleanUp() {}

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
        for (String table :
                Stream.concat(TABLES.stream(), Stream.of("PushCountEntity")).toList()) {
            database(session)
                    .createQuery("delete from " + table + " row where row.realmId = :realm")
                    .setParameter("realm", realmId)
                    .executeUpdate();
        }
    }

    private static void removeUser(KeycloakSession session, String realmId, String userId) {
        for (String table : TABLES) {
            database(session)
                    .createQuery("delete from " + table + " row where row.realmId = :realm and row.userId = :user")
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .executeUpdate();
        }
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
