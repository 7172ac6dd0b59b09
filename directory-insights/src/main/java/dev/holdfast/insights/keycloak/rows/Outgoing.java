package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.delivery.Recipient;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What a recipient of a realm did not take yet. */
public final class Outgoing {
    private static final int BATCH = 1_000;
    private static final int READ = 100;

    private final EntityManager database;
    private final String realmId;
    private final String recipient;

    public Outgoing(KeycloakSession session, String realmId, Recipient recipient) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
        this.recipient = recipient.word();
    }

    /** A record that waits. */
    public record Waiting(Instant at, String id, String payload) {}

    /** Realms in which something waits: a look into the index for each, and one where there are none. */
    public static List<String> realms(KeycloakSession session) {
        return RealmIds.in("OutgoingEntity", session);
    }

    /** When the oldest happened. */
    public Optional<Instant> oldestAt() {
        return database
                .createQuery(
                        "select o.at from OutgoingEntity o where o.realmId = :realm and o.recipient = :recipient"
                                + " order by o.at",
                        Long.class)
                .setParameter("realm", realmId)
                .setParameter("recipient", recipient)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(Instant::ofEpochMilli);
    }

    /**
     * The oldest, in the order of time.
     *
     * @param bytes of all of them, at most; the first is told however large it is
     */
    public List<Waiting> oldest(int most, long bytes) {
        List<Waiting> oldest = new ArrayList<>();
        long size = 0;
        List<Waiting> page = page(Instant.EPOCH, "", most);
        while (!page.isEmpty()) {
            for (Waiting waiting : page) {
                // A record is ASCII.
                size += waiting.payload().length();
                if (size > bytes && !oldest.isEmpty()) {
                    return oldest;
                }
                oldest.add(waiting);
            }
            Waiting last = page.get(page.size() - 1);
            page = page.size() < READ || oldest.size() == most
                    ? List.of()
                    : page(last.at(), last.id(), most - oldest.size());
        }
        return oldest;
    }

    private List<Waiting> page(Instant at, String id, int most) {
        return database
                .createQuery(
                        "select r.at, r.id, r.payload from OutgoingEntity o, InsightEntity r where o.realmId = :realm"
                                + " and o.recipient = :recipient and (o.at > :at or o.at = :at and o.id > :id)"
                                + " and r.id = o.id order by o.at, o.id",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("recipient", recipient)
                .setParameter("at", at.toEpochMilli())
                .setParameter("id", id)
                .setMaxResults(Math.min(READ, most))
                .getResultList()
                .stream()
                .map(row -> new Waiting(Instant.ofEpochMilli((Long) row[0]), (String) row[1], (String) row[2]))
                .toList();
    }

    public void taken(List<String> ids) {
        for (int from = 0; from < ids.size(); from += BATCH) {
            database.createQuery("delete from OutgoingEntity o where o.realmId = :realm and o.recipient = :recipient"
                            + " and o.id in (:ids)")
                    .setParameter("realm", realmId)
                    .setParameter("recipient", recipient)
                    .setParameter("ids", ids.subList(from, Math.min(from + BATCH, ids.size())))
                    .executeUpdate();
        }
    }

    public long count() {
        return database.createQuery(
                        "select count(o.id) from OutgoingEntity o where o.realmId = :realm"
                                + " and o.recipient = :recipient",
                        Long.class)
                .setParameter("realm", realmId)
                .setParameter("recipient", recipient)
                .getSingleResult();
    }

    /**
     * Removes some of those that are older, so that no transaction is large.
     *
     * @return how many; none once there are none left
     */
    public int removeBatchBefore(Instant end) {
        List<String> ids = database.createQuery(
                        "select o.id from OutgoingEntity o where o.realmId = :realm and o.recipient = :recipient"
                                + " and o.at < :end order by o.at, o.id",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("recipient", recipient)
                .setParameter("end", end.toEpochMilli())
                .setMaxResults(BATCH)
                .getResultList();
        taken(ids);
        return ids.size();
    }
}
