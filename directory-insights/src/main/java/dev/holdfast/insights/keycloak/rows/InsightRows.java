package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.event.AdminEvent;
import dev.holdfast.insights.record.Device;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.insights.record.SignIn;
import dev.holdfast.insights.record.Subject;
import dev.holdfast.place.Place;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The record in Keycloak's own database: rows are added, read, and removed when their days are over; never changed. */
public final class InsightRows {
    private static final int WALK = 1_000;
    private static final int MAX_PATH = 255;

    private final EntityManager database;

    public InsightRows(KeycloakSession session) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Adds a record in the transaction of whatever it tells of: both are there afterwards, or neither.
     *
     * @param resourcePath where an administrator's change was made, so that the next one knows what was before
     * @param recipients who is to have it
     */
    public void append(InsightRecord record, Optional<String> resourcePath, Set<Recipient> recipients) {
        InsightEntity row = new InsightEntity();
        row.id = record.id().toString();
        row.realmId = record.realmId();
        row.at = record.at().toEpochMilli();
        row.type = record.type();
        row.service = record.service().word();
        row.success = record.success();
        row.error = record.error().orElse(null);
        row.actorType = record.initiatedBy().type().word();
        row.userId = record.initiatedBy().id().orElse(null);
        row.username = record.initiatedBy().username().orElse(null);
        row.clientIp = record.clientIp().orElse(null);
        row.country = record.place() instanceof Place.Located located ? located.country() : null;
        row.resourceType = record.resource().map(Subject::type).orElse(null);
        row.resourceId = record.resource().flatMap(Subject::id).orElse(null);
        row.systemId = record.device().map(Device::id).orElse(null);
        row.mfaType = record.mfaType().orElse(null);
        row.decision = record.access().decision().orElse(null);
        row.policies = Policies.text(record.access().policies());
        row.reported = record.access().policies().stream()
                .anyMatch(policy -> policy.mode().equals("report"));
        row.breakGlass = record.access().breakGlass();
        row.resourcePath =
                resourcePath.filter(path -> path.length() <= MAX_PATH).orElse(null);
        row.payload = RecordJson.text(record);
        database.persist(row);
        for (Recipient recipient : recipients) {
            OutgoingEntity waiting = new OutgoingEntity();
            waiting.id = row.id;
            waiting.recipient = recipient.word();
            waiting.realmId = row.realmId;
            waiting.at = row.at;
            database.persist(waiting);
        }
    }

    /** What was last recorded at a path. */
    public Optional<AdminEvent.Before> lastAt(String realmId, String resourcePath) {
        return database
                .createQuery(
                        "select r.type, r.payload from InsightEntity r where r.resourcePath = :path"
                                + " and r.realmId = :realm order by r.at desc, r.id desc",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("path", resourcePath)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new AdminEvent.Before((String) row[0], RecordJson.after(RecordJson.read((String) row[1]))));
    }

    /** A user's sign-ins, done or tried, the newest first. */
    public List<SignIn> signInsOf(String realmId, String userId, int limit) {
        return signIns(realmId, userId, SignIn.TYPES, List.of(true, false), Instant.EPOCH, limit);
    }

    /** A user's sign-ins since then that were done, the newest first. */
    public List<SignIn> doneSignInsOf(String realmId, String userId, Instant since, int limit) {
        return signIns(realmId, userId, SignIn.TYPES, List.of(true), since, limit);
    }

    /** What came to nothing since then, refused pushes among it, the newest first. */
    public List<SignIn> failedSignInsOf(String realmId, String userId, Instant since, int limit) {
        return signIns(realmId, userId, SignIn.ATTEMPTS, List.of(false), since, limit);
    }

    private List<SignIn> signIns(
            String realmId, String userId, List<String> types, List<Boolean> success, Instant since, int limit) {
        return database
                .createQuery(
                        "select r.payload from InsightEntity r where r.realmId = :realm and r.userId = :user"
                                + " and r.at >= :since and r.type in :types and r.success in :success"
                                + " order by r.at desc, r.id desc",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("since", since.toEpochMilli())
                .setParameter("types", types)
                .setParameter("success", success)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(SignIn::read)
                .toList();
    }

    /** Every sign-in of a realm since then, done or tried, the oldest first; a thousand at a time are in memory. */
    public void signInsSince(String realmId, Instant since, Consumer<SignIn> each) {
        signInsSince(realmId, since).forEach(each);
    }

    /** The same, read as it is asked for. */
    public Stream<SignIn> signInsSince(String realmId, Instant since) {
        return Stream.iterate(page(realmId, since.toEpochMilli(), ""), page -> !page.isEmpty(), page -> {
                    Object[] last = page.get(page.size() - 1);
                    return page.size() < WALK ? List.of() : page(realmId, (Long) last[0], (String) last[1]);
                })
                .flatMap(List::stream)
                .map(row -> SignIn.read((String) row[2]));
    }

    private List<Object[]> page(String realmId, long at, String id) {
        return database.createQuery(
                        "select r.at, r.id, r.payload from InsightEntity r where r.realmId = :realm"
                                + " and (r.at > :at or r.at = :at and r.id > :id) and r.type in :types"
                                + " order by r.at, r.id",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("at", at)
                .setParameter("id", id)
                .setParameter("types", SignIn.TYPES)
                .setMaxResults(WALK)
                .getResultList();
    }

    /** The whole record, if it is this realm's. */
    public Optional<String> find(String realmId, String id) {
        return database
                .createQuery(
                        "select r.payload from InsightEntity r where r.id = :id and r.realmId = :realm", String.class)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Removes every row of the realm. */
    public void removeRealm(String realmId) {
        for (String table : List.of("OutgoingEntity", "LeaseEntity", "InsightEntity")) {
            database.createQuery("delete from " + table + " row where row.realmId = :realm")
                    .setParameter("realm", realmId)
                    .executeUpdate();
        }
    }
}
