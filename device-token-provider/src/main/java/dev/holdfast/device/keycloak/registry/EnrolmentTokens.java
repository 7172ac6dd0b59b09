package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.rotation.Hash;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The enrolment tokens of a realm as an administrator makes, sees and ends them. */
public final class EnrolmentTokens {
    private static final int MOST = 1_000;

    private final EntityManager database;
    private final String realmId;

    public EnrolmentTokens(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /** A token, and when it was made. */
    public record Made(EnrolmentToken token, Instant at) {}

    public void add(Made made, Hash secret) {
        database.persist(Rows.row(made.token(), secret, made.at(), realmId));
    }

    /** The latest first. */
    public List<Made> list() {
        return database.createQuery(
                        "select t from EnrolmentTokenEntity t where t.realmId = :realm order by t.createdAt desc",
                        EnrolmentTokenEntity.class)
                .setParameter("realm", realmId)
                .setMaxResults(MOST)
                .getResultStream()
                .map(row -> new Made(Rows.token(row), Instant.ofEpochSecond(row.createdAt)))
                .toList();
    }

    /** Ends a token; false if there is none. */
    public boolean remove(String id) {
        return database.createQuery("delete from EnrolmentTokenEntity t where t.id = :id and t.realmId = :realm")
                        .setParameter("id", id)
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }
}
