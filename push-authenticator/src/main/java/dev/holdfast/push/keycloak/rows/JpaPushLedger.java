package dev.holdfast.push.keycloak.rows;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.push.limit.Attempt;
import dev.holdfast.push.limit.Block;
import dev.holdfast.push.limit.Lane;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.request.PushLedger;
import dev.holdfast.push.request.PushRequest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The requests of the request's realm in Keycloak's own database. */
public final class JpaPushLedger implements PushLedger {
    private static final Duration COUNTED = Duration.ofDays(1);
    private static final int MOST_COUNTED = 2_000;

    private final KeycloakSession session;
    private final EntityManager database;
    private final String realmId;

    public JpaPushLedger(KeycloakSession session) {
        this.session = session;
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = session.getContext().getRealm().getId();
    }

    @Override
    public Standing standing(String userId, Instant now) {
        List<Attempt> sent = database
                .createQuery(
                        "select r.lane, r.resource, r.askedAt, r.expiresAt, r.outcome from PushRequestEntity r"
                                + " where r.realmId = :realm and r.userId = :user and r.askedAt > :since"
                                + " and r.outcome <> 'APPROVED' order by r.askedAt desc",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("since", now.minus(COUNTED).getEpochSecond())
                .setMaxResults(MOST_COUNTED)
                .getResultList()
                .stream()
                .map(row -> new Attempt(
                        Lane.valueOf((String) row[0]),
                        (String) row[1],
                        Instant.ofEpochSecond((Long) row[2]),
                        Instant.ofEpochSecond((Long) row[3]),
                        Outcome.valueOf((String) row[4])))
                .toList();
        Block block = database
                .createQuery(
                        "select s.denials, s.lastDenialAt, s.level, s.blockedUntil from PushStandingEntity s"
                                + " where s.id = :id",
                        Object[].class)
                .setParameter("id", idOf(userId))
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new Block(
                        (Integer) row[0],
                        Instant.ofEpochSecond((Long) row[1]),
                        (Integer) row[2],
                        Instant.ofEpochSecond((Long) row[3])))
                .orElseGet(Block::none);
        return new Standing(sent, block);
    }

    @Override
    public Standing locked(String userId, Instant now) {
        if (database.find(PushStandingEntity.class, idOf(userId), LockModeType.PESSIMISTIC_WRITE) == null) {
            PushStandingEntity row = new PushStandingEntity();
            row.id = idOf(userId);
            row.realmId = realmId;
            row.userId = userId;
            makeRow(row);
            if (database.find(PushStandingEntity.class, idOf(userId), LockModeType.PESSIMISTIC_WRITE) == null) {
                throw new PersistenceException("the row of the user's push is not there");
            }
        }
        return standing(userId, now);
    }

    /** In a transaction of its own: whoever else makes it at the same instant fails there, and finds it here. */
    private void makeRow(Object row) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), inner -> {
                EntityManager own =
                        inner.getProvider(JpaConnectionProvider.class).getEntityManager();
                own.persist(row);
                own.flush();
            });
        } catch (PersistenceException e) {
            // Somebody else made it: the caller looks.
        }
    }

    @Override
    public boolean take(String whose, long perMinute, Instant now) {
        String id =
                LabelledHash.of("holdfast-push-count").add(realmId).add(whose).base64Url();
        long minute = now.getEpochSecond() / 60;
        if (taken(id, perMinute, minute)) {
            return true;
        }
        if (!database.createQuery("select c.id from PushCountEntity c where c.id = :id")
                .setParameter("id", id)
                .getResultList()
                .isEmpty()) {
            return false;
        }
        PushCountEntity row = new PushCountEntity();
        row.id = id;
        row.realmId = realmId;
        makeRow(row);
        return taken(id, perMinute, minute);
    }

    /**
     * One conditional update. A node whose clock is behind takes from the later minute. The count is set before the
     * minute, since one database (MySQL) reads what the same update set before.
     */
    private boolean taken(String id, long perMinute, long minute) {
        return database.createQuery("update PushCountEntity c"
                                + " set c.taken = case when c.minute < :minute then 1L else c.taken + 1L end,"
                                + " c.minute = case when c.minute < :minute then :minute else c.minute end"
                                + " where c.id = :id and (c.minute < :minute or c.taken < :most)")
                        .setParameter("id", id)
                        .setParameter("minute", minute)
                        .setParameter("most", perMinute)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void add(PushRequest request) {
        PushRequestEntity row = new PushRequestEntity();
        row.id = request.id().toString();
        row.realmId = realmId;
        row.userId = request.userId();
        row.lane = request.lane().name();
        row.resource = request.resource();
        row.askedAt = request.askedAt().getEpochSecond();
        row.expiresAt = request.expiresAt().getEpochSecond();
        row.text = request.compact();
        row.hash = request.hashText();
        row.number = request.number().orElse(null);
        row.outcome = request.outcome().name();
        database.persist(row);
        database.flush();
        database.detach(row);
        forgetOld(request);
    }

    /** What no limit counts any more. */
    private void forgetOld(PushRequest request) {
        database.createQuery("delete from PushRequestEntity r where r.realmId = :realm and r.userId = :user"
                        + " and r.askedAt < :past")
                .setParameter("realm", realmId)
                .setParameter("user", request.userId())
                .setParameter("past", request.askedAt().minus(COUNTED).getEpochSecond())
                .executeUpdate();
    }

    @Override
    public void putBlock(String userId, Block block) {
        database.createQuery("update PushStandingEntity s set s.denials = :denials, s.lastDenialAt = :last,"
                        + " s.level = :level, s.blockedUntil = :until where s.id = :id")
                .setParameter("denials", block.denials())
                .setParameter("last", block.lastDenialAt().getEpochSecond())
                .setParameter("level", block.level())
                .setParameter("until", block.until().getEpochSecond())
                .setParameter("id", idOf(userId))
                .executeUpdate();
    }

    @Override
    public Optional<PushRequest> find(UUID id) {
        return read("r.id = :value", id.toString()).stream().findFirst();
    }

    @Override
    public Optional<PushRequest> withHash(String hash) {
        return read("r.hash = :value", hash).stream().findFirst();
    }

    @Override
    public List<PushRequest> waiting(String userId, Instant now) {
        return read("r.outcome = 'WAITING' and r.userId = :value", userId).stream()
                .filter(request -> !request.isOver(now))
                .toList();
    }

    private List<PushRequest> read(String condition, String value) {
        return database
                .createQuery(
                        "select r from PushRequestEntity r where r.realmId = :realm and " + condition
                                + " order by r.askedAt, r.id",
                        PushRequestEntity.class)
                .setParameter("realm", realmId)
                .setParameter("value", value)
                .getResultList()
                .stream()
                .map(this::request)
                .toList();
    }

    private PushRequest request(PushRequestEntity row) {
        // What is read here is a picture: updates go past the persistence context.
        database.detach(row);
        return new PushRequest(
                UUID.fromString(row.id),
                row.userId,
                Lane.valueOf(row.lane),
                row.resource,
                Instant.ofEpochSecond(row.askedAt),
                Instant.ofEpochSecond(row.expiresAt),
                row.text,
                Optional.ofNullable(row.number),
                Outcome.valueOf(row.outcome));
    }

    @Override
    public boolean conclude(UUID request, Outcome outcome, UUID phone, Instant now) {
        return database.createQuery("update PushRequestEntity r set r.outcome = :outcome, r.decidedAt = :now,"
                                + " r.phoneId = :phone, r.number = null where r.id = :id and r.realmId = :realm"
                                + " and r.outcome = 'WAITING' and r.expiresAt > :now")
                        .setParameter("outcome", outcome.name())
                        .setParameter("now", now.getEpochSecond())
                        .setParameter("phone", phone.toString())
                        .setParameter("id", request.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean spendApproval(UUID request) {
        return database.createQuery("update PushRequestEntity r set r.spent = true where r.id = :id"
                                + " and r.realmId = :realm and r.outcome = 'APPROVED' and r.spent = false")
                        .setParameter("id", request.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    /** Notes by what Keycloak knows the authentication request (CIBA) that a request is for. */
    public void bind(UUID request, String backchannelId) {
        database.createQuery("update PushRequestEntity r set r.backchannelId = :backchannel where r.id = :id"
                        + " and r.realmId = :realm")
                .setParameter("backchannel", backchannelId)
                .setParameter("id", request.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    /** What was asked for an authentication request; nothing where nobody was asked. */
    public Optional<PushRequest> boundTo(String backchannelId) {
        return read("r.backchannelId = :value", backchannelId).stream().findFirst();
    }

    /** The authentication request that a request is for. */
    public Optional<String> backchannelOf(UUID request) {
        return database
                .createQuery(
                        "select r.backchannelId from PushRequestEntity r where r.id = :id and r.realmId = :realm"
                                + " and r.backchannelId is not null",
                        String.class)
                .setParameter("id", request.toString())
                .setParameter("realm", realmId)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Notes that no phone could be woken for a request. */
    public void unreachable(UUID request) {
        database.createQuery("update PushRequestEntity r set r.unreachable = true where r.id = :id"
                        + " and r.realmId = :realm and r.outcome = 'WAITING'")
                .setParameter("id", request.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    public boolean isUnreachable(UUID request) {
        return !database.createQuery("select r.id from PushRequestEntity r where r.id = :id and r.realmId = :realm"
                        + " and r.unreachable = true")
                .setParameter("id", request.toString())
                .setParameter("realm", realmId)
                .getResultList()
                .isEmpty();
    }

    /** Lets a user enrol a phone with what they have, until then. */
    public void consent(String userId, Instant until) {
        locked(userId, until);
        database.createQuery("update PushStandingEntity s set s.consentUntil = :until where s.id = :id")
                .setParameter("until", until.getEpochSecond())
                .setParameter("id", idOf(userId))
                .executeUpdate();
    }

    public boolean hasConsent(String userId, Instant now) {
        return !database.createQuery("select s.id from PushStandingEntity s where s.id = :id and s.consentUntil > :now")
                .setParameter("id", idOf(userId))
                .setParameter("now", now.getEpochSecond())
                .getResultList()
                .isEmpty();
    }

    private String idOf(String userId) {
        return LabelledHash.of("holdfast-push-standing")
                .add(realmId)
                .add(userId)
                .base64Url();
    }
}
