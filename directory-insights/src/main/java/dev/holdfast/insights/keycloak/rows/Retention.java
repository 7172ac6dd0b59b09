package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Removes a realm's records whose days are over, a batch in each transaction. */
public final class Retention {
    private static final int BATCH = 5_000;

    private final EntityManager database;
    private final String realmId;

    public Retention(KeycloakSession session, String realmId) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
    }

    /** Realms that have records, whether or not they keep any now. */
    public static List<String> realms(KeycloakSession session) {
        return RealmIds.in("InsightEntity", session);
    }

    /** @return how many were removed; none once there are none left */
    public int removeBatchBefore(Instant end) {
        List<Long> last = database.createQuery(
                        "select r.at from InsightEntity r where r.realmId = :realm and r.at < :end order by r.at",
                        Long.class)
                .setParameter("realm", realmId)
                .setParameter("end", end.toEpochMilli())
                .setMaxResults(BATCH)
                .getResultList();
        if (last.isEmpty()) {
            return 0;
        }
        return database.createQuery("delete from InsightEntity r where r.realmId = :realm and r.at <= :last")
                .setParameter("realm", realmId)
                .setParameter("last", last.get(last.size() - 1))
                .executeUpdate();
    }
}
