package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.query.Field;
import dev.holdfast.insights.query.Interval;
import dev.holdfast.insights.query.Query;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Answers queries of one realm's record. */
public final class InsightSearch {
    /** Different values in one answer, at most. */
    public static final int MAX_VALUES = 1_000;

    /** Bytes of records in one page: an answer stands in memory. */
    private static final int MAX_BYTES = 16 << 20;

    /** Records that are read at a time. */
    private static final int READ = 1_000;

    private final EntityManager database;
    private final String realmId;

    public InsightSearch(KeycloakSession session, String realmId) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
    }

    /** A record with its place. */
    public record Found(Query.Place place, String payload) {}

    /**
     * Some records.
     *
     * @param more whether there may be others after them
     */
    public record Page(List<Found> records, boolean more) {
        public Page {
            records = List.copyOf(records);
        }
    }

    /** A page in the order of time: as many as the query wants, or fewer where they are large. */
    public Page page(Query query) {
        List<Found> page = new ArrayList<>();
        Query next = query.limitedTo(Math.min(READ, query.limit()));
        long size = 0;
        while (true) {
            List<Found> read = read(next);
            for (Found found : read) {
                // A record is ASCII.
                size += found.payload().length();
                if (size > MAX_BYTES && !page.isEmpty()) {
                    return new Page(page, true);
                }
                page.add(found);
            }
            if (read.size() < next.limit() || page.size() == query.limit()) {
                return new Page(page, page.size() == query.limit());
            }
            next = query.limitedTo(Math.min(READ, query.limit() - page.size()))
                    .behind(page.get(page.size() - 1).place());
        }
    }

    private List<Found> read(Query query) {
        Criteria criteria = new Criteria(realmId, query);
        String order = query.ascending() ? " order by r.at, r.id" : " order by r.at desc, r.id desc";
        return criteria
                .bindTo(database.createQuery(
                        "select r.at, r.id, r.payload from InsightEntity r where " + criteria.condition() + order,
                        Object[].class))
                .setMaxResults(query.limit())
                .getResultList()
                .stream()
                .map(row -> new Found(new Query.Place((Long) row[0], (String) row[1]), (String) row[2]))
                .toList();
    }

    public long count(Query query) {
        Criteria criteria = new Criteria(realmId, query);
        return criteria.bindTo(database.createQuery(
                        "select count(r.id) from InsightEntity r where " + criteria.condition(), Long.class))
                .getSingleResult();
    }

    /** How often each value stands there, the most frequent first. */
    public Map<Object, Long> distinct(Query query, Field field) {
        Criteria criteria = new Criteria(realmId, query);
        String value =
                field == Field.MFA ? "case when r.mfaType is null then false else true end" : Criteria.attribute(field);
        String present = field == Field.MFA ? "" : " and " + value + " is not null";
        Map<Object, Long> counts = new LinkedHashMap<>();
        criteria.bindTo(database.createQuery(
                        "select " + value + ", count(r.id) from InsightEntity r where " + criteria.condition() + present
                                + " group by " + value + " order by count(r.id) desc, " + value,
                        Object[].class))
                .setMaxResults(Math.min(query.limit(), MAX_VALUES))
                .getResultList()
                .forEach(row -> counts.put(row[0], (Long) row[1]));
        return counts;
    }

    /** How many records stand in each piece of time that has any, by its beginning. */
    public Map<Instant, Long> intervals(Query query, Interval interval) {
        Criteria criteria = new Criteria(realmId, query);
        Map<Instant, Long> counts = new TreeMap<>();
        String piece = piece(interval);
        criteria.bindTo(database.createQuery(
                        "select " + piece + ", count(r.id) from InsightEntity r where " + criteria.condition()
                                + " group by " + piece,
                        Object[].class))
                .getResultList()
                .forEach(row -> counts.put(Instant.ofEpochMilli(((Number) row[0]).longValue()), (Long) row[1]));
        return counts;
    }

    /** The beginning of a record's piece. Two numbers of ours stand in it as they are: bound, they could not be grouped by. */
    private static String piece(Interval interval) {
        long length = interval.length().toMillis();
        long offset = interval.offset().toMillis();
        return "(r.at - mod(r.at + (" + offset + "), " + length + "))";
    }
}
