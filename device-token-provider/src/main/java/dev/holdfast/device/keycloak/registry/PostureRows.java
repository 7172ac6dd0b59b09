package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.posture.Facts;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureSource;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reports of devices' conditions in the database: one row for each device and source. */
public final class PostureRows {
    private static final String COLUMNS = "p.deviceId, p.source, p.sequence, p.measuredAt, p.receivedAt, p.facts";

    /** Rows that are read at once where all are read. */
    private static final int PORTION = 1_000;

    /** Facts are often the same, and reading them costs more than all else: so many of them are read once. */
    private static final int KNOWN_FACTS = 4_000;

    private final EntityManager database;
    private final String realmId;

    public PostureRows(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /** One conditional update, or the first row; false if a later report is known (A37). */
    boolean store(UUID did, PostureReport report, Predicate<Object> insert) {
        // An agent counts, so its numbers are never equal; a managing system tells the same until it knows better.
        String earlier = report.source().isAgent() ? "<" : "<=";
        boolean updated = database.createQuery("update PostureEntity p set p.sequence = :sequence,"
                                + " p.measuredAt = :measured, p.receivedAt = :received, p.facts = :facts"
                                + " where p.id = :id and p.realmId = :realm and p.sequence " + earlier + " :sequence")
                        .setParameter("sequence", report.sequence())
                        .setParameter("measured", report.measuredAt().getEpochSecond())
                        .setParameter("received", report.receivedAt().getEpochSecond())
                        .setParameter("facts", report.facts().json())
                        .setParameter("id", id(did, report.source()))
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
        if (updated) {
            return true;
        }
        if (of(did).stream().anyMatch(known -> known.source().equals(report.source()))) {
            return false;
        }
        return insert.test(row(did, report));
    }

    /** The latest report of each source. */
    public List<PostureReport> of(UUID did) {
        return database.createQuery(
                        "select " + COLUMNS
                                + " from PostureEntity p where p.deviceId = :did and p.realmId = :realm order by p.source",
                        Object[].class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .map(PostureRows::report)
                .toList();
    }

    /**
     * Hands over the reports of one active device after the other, of those of which anything is known. Rows are read in
     * portions, so that a realm of any size takes the same memory.
     */
    public void ofEachActiveDevice(Consumer<List<PostureReport>> each) {
        ofEachActiveDeviceById((device, reports) -> each.accept(reports));
    }

    /** The same, with the device's id. */
    public void ofEachActiveDeviceById(BiConsumer<String, List<PostureReport>> each) {
        Map<String, Facts> known = new HashMap<>();
        List<PostureReport> reports = new ArrayList<>();
        String device = "";
        String last = "";
        List<Object[]> portion;
        do {
            portion = portionBehind(last);
            for (Object[] row : portion) {
                // Ids begin with the device's, so that its rows follow each other.
                if (!row[0].equals(device) && !reports.isEmpty()) {
                    each.accept(device, List.copyOf(reports));
                    reports.clear();
                }
                device = (String) row[0];
                last = id(UUID.fromString(device), new PostureSource((String) row[1]));
                if (known.size() >= KNOWN_FACTS) {
                    known.clear();
                }
                reports.add(report(row, known.computeIfAbsent((String) row[5], Facts::stored)));
            }
        } while (portion.size() == PORTION);
        if (!reports.isEmpty()) {
            each.accept(device, List.copyOf(reports));
        }
    }

    private List<Object[]> portionBehind(String id) {
        return database.createQuery(
                        "select " + COLUMNS + " from PostureEntity p, DeviceEntity d where p.realmId = :realm"
                                + " and p.id > :last and d.id = p.deviceId and d.realmId = :realm"
                                + " and d.status = 'ACTIVE' order by p.id",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("last", id)
                .setMaxResults(PORTION)
                .getResultList();
    }

    /** Forgets what a source said of a device; false if it said nothing. */
    public boolean forget(UUID did, PostureSource source) {
        return database.createQuery("delete from PostureEntity p where p.id = :id and p.realmId = :realm")
                        .setParameter("id", id(did, source))
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    private PostureEntity row(UUID did, PostureReport report) {
        PostureEntity row = new PostureEntity();
        row.id = id(did, report.source());
        row.realmId = realmId;
        row.deviceId = did.toString();
        row.source = report.source().name();
        row.sequence = report.sequence();
        row.measuredAt = report.measuredAt().getEpochSecond();
        row.receivedAt = report.receivedAt().getEpochSecond();
        row.facts = report.facts().json();
        return row;
    }

    private static PostureReport report(Object[] row) {
        return report(row, Facts.stored((String) row[5]));
    }

    private static PostureReport report(Object[] row, Facts facts) {
        return new PostureReport(
                new PostureSource((String) row[1]),
                ((Number) row[2]).longValue(),
                Instant.ofEpochSecond(((Number) row[3]).longValue()),
                Instant.ofEpochSecond(((Number) row[4]).longValue()),
                facts);
    }

    private static String id(UUID did, PostureSource source) {
        return did + ":" + source.name();
    }
}
