package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What a realm's webhook did not take yet. */
public final class Outgoing {
    private static final int BATCH = 1_000;
    private static final int READ = 50;

    private final EntityManager database;
    private final String realmId;

    public Outgoing(KeycloakSession session, String realmId) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
    }

    /** A record that waits. */
    public record Waiting(String id, String payload) {}

    /** Realms for whose webhook something waits: a look into the index for each, and one where there are none. */
    public static List<String> realms(KeycloakSession session) {
        return RealmIds.in("OutgoingEntity", session);
    }

    /**
     * The oldest, in the order of time.
     *
     * @param bytes of all of them, at most; the first is told however large it is
     */
    public List<Waiting> oldest(int most, long bytes) {
        List<Waiting> oldest = new ArrayList<>();
        long size = 0;
        while (oldest.size() < most) {
            List<Object[]> rows = database.createQuery(
                            "select r.id, r.payload from OutgoingEntity o, InsightEntity r where o.realmId = :realm"
                                    + " and r.id = o.id order by o.at, o.id",
                            Object[].class)
                    .setParameter("realm", realmId)
                    .setFirstResult(oldest.size())
                    .setMaxResults(Math.min(READ, most - oldest.size()))
                    .getResultList();
            for (Object[] row : rows) {
                Waiting waiting = new Waiting((String) row[0], (String) row[1]);
                // A record is ASCII.
                size += waiting.payload().length();
                if (size > bytes && !oldest.isEmpty()) {
                    return oldest;
                }
                oldest.add(waiting);
            }
            if (rows.size() < READ) {
                break;
            }
        }
        return oldest;
    }

    public void taken(List<String> ids) {
        database.createQuery("delete from OutgoingEntity o where o.realmId = :realm and o.id in (:ids)")
                .setParameter("realm", realmId)
                .setParameter("ids", ids)
                .executeUpdate();
    }

    public long count() {
        return database.createQuery("select count(o.id) from OutgoingEntity o where o.realmId = :realm", Long.class)
                .setParameter("realm", realmId)
                .getSingleResult();
    }

    /**
     * Removes some of those that are older, so that no transaction is large.
     *
     * @return how many; none once there are none left
     */
    public int removeBatchBefore(Instant end) {
        List<String> ids = database.createQuery(
                        "select o.id from OutgoingEntity o where o.realmId = :realm and o.at < :end order by o.at, o.id",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("end", end.toEpochMilli())
                .setMaxResults(BATCH)
                .getResultList();
        if (!ids.isEmpty()) {
            taken(ids);
        }
        return ids.size();
    }
}
