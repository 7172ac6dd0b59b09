package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What a realm's webhook did not take yet. */
public final class Outgoing {
    private final EntityManager database;
    private final String realmId;

    public Outgoing(KeycloakSession session, String realmId) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
    }

    /** A record that waits. */
    public record Waiting(String id, String payload) {}

    /** The oldest, in the order of time. */
    public List<Waiting> oldest(int most) {
        return database
                .createQuery(
                        "select r.id, r.payload from OutgoingEntity o, InsightEntity r where o.realmId = :realm"
                                + " and r.id = o.id order by o.at, o.id",
                        Object[].class)
                .setParameter("realm", realmId)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(row -> new Waiting((String) row[0], (String) row[1]))
                .toList();
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

    /** Nothing waits for a webhook that is there no longer. */
    public void removeAll() {
        removeBefore(Instant.ofEpochMilli(Long.MAX_VALUE));
    }

    /** @return how many will never be sent, since their days are over */
    public int removeBefore(Instant end) {
        return database.createQuery("delete from OutgoingEntity o where o.realmId = :realm and o.at < :end")
                .setParameter("realm", realmId)
                .setParameter("end", end.toEpochMilli())
                .executeUpdate();
    }
}
