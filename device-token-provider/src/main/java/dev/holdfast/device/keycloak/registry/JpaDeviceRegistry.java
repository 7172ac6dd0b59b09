package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.CertifiedName;
import dev.holdfast.device.certificate.RevokedCertificate;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.registry.OpenEnrolment;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RateWindow;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.registry.VerificationMethod;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.rotation.RotationState.Pending;
import dev.holdfast.device.tpm.TpmClock;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The device registry in Keycloak's own database: every decision is one conditional update. */
public final class JpaDeviceRegistry implements DeviceRegistry {
    private static final int HEXADECIMAL = 16;
    private static final String LIVE = Registration.Status.LIVE.name();

    private final KeycloakSession session;
    private final EntityManager database;
    private final String realmId;
    private final PostureRows posture;

    public JpaDeviceRegistry(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
        this.posture = new PostureRows(session, realm);
    }

    @Override
    public Optional<EnrolmentToken> enrolmentToken(Hash secret) {
        return database.createQuery(
                        "select t from EnrolmentTokenEntity t where t.secretHash = :hash and t.realmId = :realm",
                        EnrolmentTokenEntity.class)
                .setParameter("hash", secret.value())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(Rows::token);
    }

    @Override
    public void open(OpenEnrolment enrolment) {
        database.persist(Rows.row(enrolment, realmId));
    }

    @Override
    public Optional<OpenEnrolment> openEnrolment(UUID enrolmentId, Instant now) {
        return database.createQuery(
                        "select e, t from EnrolmentTokenEntity t, OpenEnrolmentEntity e where t.id = e.tokenId"
                                + " and e.id = :id and e.realmId = :realm and e.expiresAt > :now and t.realmId = :realm",
                        Object[].class)
                .setParameter("id", enrolmentId.toString())
                .setParameter("realm", realmId)
                .setParameter("now", now.getEpochSecond())
                .getResultStream()
                .findFirst()
                .map(row -> Rows.openEnrolment((OpenEnrolmentEntity) row[0], (EnrolmentTokenEntity) row[1]));
    }

    @Override
    public boolean closeEnrolment(UUID enrolmentId) {
        return database.createQuery("delete from OpenEnrolmentEntity e where e.id = :id and e.realmId = :realm")
                        .setParameter("id", enrolmentId.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean spendEnrolmentToken(UUID enrolmentToken, Instant now) {
        return database.createQuery("update EnrolmentTokenEntity t set t.usesLeft = t.usesLeft - 1"
                                + " where t.id = :id and t.realmId = :realm and t.usesLeft > 0 and t.expiresAt > :now")
                        .setParameter("id", enrolmentToken.toString())
                        .setParameter("realm", realmId)
                        .setParameter("now", now.getEpochSecond())
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean add(Device device) {
        return insert(Rows.row(device, realmId));
    }

    @Override
    public void enrolledWith(UUID did, UUID enrolmentToken) {
        database.createQuery(
                        "update DeviceEntity d set d.enrolmentTokenId = :token where d.id = :id and d.realmId = :realm")
                .setParameter("token", enrolmentToken.toString())
                .setParameter("id", did.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    @Override
    public boolean advanceClock(UUID did, TpmClock clock) {
        return database.createQuery("update DeviceEntity d set d.tpmResets = :resets, d.tpmMillis = :millis"
                                + " where d.id = :id and d.realmId = :realm"
                                + " and (d.tpmResets < :resets or (d.tpmResets = :resets and d.tpmMillis <= :millis))")
                        .setParameter("resets", clock.resets())
                        .setParameter("millis", clock.millis())
                        .setParameter("id", did.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public Optional<Device> device(UUID did) {
        return database.createQuery(
                        "select d from DeviceEntity d where d.id = :id and d.realmId = :realm", DeviceEntity.class)
                .setParameter("id", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(Rows::device);
    }

    @Override
    public Optional<Device> adopted(CertifiedName name) {
        return database.createQuery(
                        "select d from AdoptionEntity a, DeviceEntity d"
                                + " where a.slot = :slot and a.realmId = :realm and d.id = a.deviceId",
                        DeviceEntity.class)
                .setParameter("slot", name.slot())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(Rows::device);
    }

    @Override
    public boolean adopt(Device device, CertificatePath path) {
        if (!(device.admission() instanceof Admission.ByCertificate by)) {
            throw new IllegalArgumentException("a device that was not adopted");
        }
        return insert(Rows.row(device, realmId)) && insert(Rows.adoption(device, by.name(), path, realmId));
    }

    @Override
    public boolean readopt(UUID did, DeviceKey agentKey, Optional<String> owner, CertificatePath path) {
        boolean taken = database.createQuery("update DeviceEntity d set d.agentJwk = :jwk, d.agentAlg = :alg,"
                                + " d.agentJkt = :jkt, d.ownerId = coalesce(:owner, d.ownerId)"
                                + " where d.id = :id and d.realmId = :realm and d.status <> :revoked")
                        .setParameter("jwk", agentKey.jwk())
                        .setParameter("alg", agentKey.algorithm().name())
                        .setParameter("jkt", agentKey.thumbprint().value())
                        .setParameter("owner", owner.orElse(null))
                        .setParameter("id", did.toString())
                        .setParameter("realm", realmId)
                        .setParameter("revoked", Device.Status.REVOKED.name())
                        .executeUpdate()
                == 1;
        return taken
                && database.createQuery("update AdoptionEntity a set a.path = :path"
                                        + " where a.deviceId = :id and a.realmId = :realm")
                                .setParameter("path", path.encoded())
                                .setParameter("id", did.toString())
                                .setParameter("realm", realmId)
                                .executeUpdate()
                        == 1;
    }

    @Override
    public Optional<String> adoptedPath(UUID did) {
        return database.createQuery(
                        "select a.path from AdoptionEntity a where a.deviceId = :did and a.realmId = :realm",
                        String.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst();
    }

    @Override
    public Optional<Device> deviceWithAgentKey(Thumbprint thumbprint) {
        return database.createQuery(
                        "select d from DeviceEntity d where d.agentJkt = :jkt and d.realmId = :realm",
                        DeviceEntity.class)
                .setParameter("jkt", thumbprint.value())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(Rows::device);
    }

    @Override
    public Optional<RegisteredDevice> registration(UUID registration) {
        return database.createQuery(
                        "select d, r from RegistrationEntity r, DeviceEntity d"
                                + " where r.id = :id and r.realmId = :realm and d.id = r.deviceId",
                        Object[].class)
                .setParameter("id", registration.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(row -> detached((DeviceEntity) row[0], (RegistrationEntity) row[1]));
    }

    @Override
    public Addition add(Registration registration, String idTokenId) {
        String idTokenHash = idTokenHash(idTokenId);
        if (isInUse(registration.duk())
                || registration.duv().filter(duv -> isInUse(duv.key())).isPresent()) {
            return new Addition.KeyInUse();
        }
        if (exists("r.idTokenId = :value", idTokenHash)) {
            return new Addition.IdTokenUsed();
        }
        Optional<UUID> replaced = liveOf(registration.did(), registration.userId());
        replaced.ifPresent(id -> end(id, Registration.Status.REVOKED));
        // Two at the same instant: a unique constraint lets one of them in, and names neither cause.
        return insert(Rows.row(registration, realmId, idTokenHash))
                ? new Addition.Added(replaced)
                : new Addition.IdTokenUsed();
    }

    @Override
    public long countRegistrations(UUID did, Instant since) {
        return database.createQuery(
                        "select count(r) from RegistrationEntity r"
                                + " where r.deviceId = :did and r.realmId = :realm and r.createdAt > :since",
                        Long.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .setParameter("since", since.getEpochSecond())
                .getSingleResult();
    }

    @Override
    public boolean storeRotation(Registration rotated, Instant usedAt) {
        Pending pending = rotated.rotation().pending();
        return database.createQuery(
                                "update RegistrationEntity r set r.generation = :generation, r.durtHash = :durt,"
                                        + " r.pendingRidHash = :rid, r.pendingDurtHash = :successor, r.pendingKeyId = :key,"
                                        + " r.durtExpiresAt = :expires, r.lastUsedAt = :used, r.rateStartedAt = :rateStart, r.rateCount = :rateCount,"
                                        + " r.rowVersion = r.rowVersion + 1"
                                        + " where r.id = :id and r.realmId = :realm and r.rowVersion = :seen and r.status = :live")
                        .setParameter("generation", rotated.rotation().generation())
                        .setParameter("durt", rotated.rotation().current().value())
                        .setParameter(
                                "rid", pending == null ? null : pending.rid().value())
                        .setParameter(
                                "successor",
                                pending == null ? null : pending.successor().value())
                        .setParameter("key", pending == null ? null : pending.keyId())
                        .setParameter("expires", rotated.durtExpiresAt().getEpochSecond())
                        .setParameter("used", usedAt.getEpochSecond())
                        .setParameter("rateStart", rotated.rate().startedAt().getEpochSecond())
                        .setParameter("rateCount", rotated.rate().count())
                        .setParameter("id", rotated.id().toString())
                        .setParameter("realm", realmId)
                        .setParameter("seen", rotated.version())
                        .setParameter("live", LIVE)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean spendDust(UUID registration, long generation) {
        return database.createQuery("update RegistrationEntity r set r.spentGeneration = :generation"
                                + " where r.id = :id and r.realmId = :realm and r.status = :live"
                                + " and r.spentGeneration < :generation")
                        .setParameter("generation", generation)
                        .setParameter("id", registration.toString())
                        .setParameter("realm", realmId)
                        .setParameter("live", LIVE)
                        .executeUpdate()
                == 1;
    }

    /**
     * In a transaction of its own: spent stays spent whatever the sign-in comes to, and a second spending loses that
     * small transaction to the primary key, not the sign-in's.
     */
    @Override
    public boolean spendProof(UUID registration, UUID proof, Instant expiresAt) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    inner -> SpentProofs.add(inner, realmId, registration, proof, expiresAt));
            return true;
        } catch (PersistenceException | ModelDuplicateException e) {
            return false;
        }
    }

    @Override
    public boolean renew(UUID registration, Presence presence) {
        return store(registration, presence, "", query -> {});
    }

    @Override
    public boolean unlock(UUID registration, Presence presence, RateWindow rate) {
        return store(
                registration,
                presence,
                ", r.rateStartedAt = :rateStart, r.rateCount = :rateCount",
                query -> query.setParameter("rateStart", rate.startedAt().getEpochSecond())
                        .setParameter("rateCount", rate.count()));
    }

    private boolean store(UUID registration, Presence presence, String more, Consumer<Query> parameters) {
        Query update = database.createQuery("update RegistrationEntity r set r.verifiedAt = :verified,"
                        + " r.activeUntil = :active, r.evidence = :evidence, r.verifiedBy = :method, r.unlockTxn = :txn"
                        + more
                        + " where r.id = :id and r.realmId = :realm and r.status = :live and r.verifiedAt <= :verified")
                .setParameter("verified", presence.verifiedAt().getEpochSecond())
                .setParameter("active", presence.activeUntil().getEpochSecond())
                .setParameter("evidence", presence.evidence().name())
                .setParameter(
                        "method",
                        presence.method().map(VerificationMethod::name).orElse(null))
                .setParameter("txn", presence.txn().orElse(null))
                .setParameter("id", registration.toString())
                .setParameter("realm", realmId)
                .setParameter("live", LIVE);
        parameters.accept(update);
        return update.executeUpdate() == 1 || isLive(registration);
    }

    private boolean isLive(UUID registration) {
        return registration(registration)
                .filter(found -> found.registration().status() == Registration.Status.LIVE)
                .isPresent();
    }

    private boolean isInUse(DeviceKey key) {
        return exists("r.dukJkt = :value or r.duvJkt = :value", key.thumbprint().value());
    }

    @Override
    public boolean end(UUID registration, Registration.Status status) {
        return database.createQuery("update RegistrationEntity r set r.status = :status, r.liveSlot = r.id,"
                                + " r.rowVersion = r.rowVersion + 1"
                                + " where r.id = :id and r.realmId = :realm and r.status = :live")
                        .setParameter("status", status.name())
                        .setParameter("id", registration.toString())
                        .setParameter("realm", realmId)
                        .setParameter("live", LIVE)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean change(UUID did, StandingChange change) {
        boolean changed = database.createQuery("update DeviceEntity d set d.status = :to"
                                + " where d.id = :id and d.realmId = :realm and d.status in (:from)")
                        .setParameter("to", change.to().name())
                        .setParameter("id", did.toString())
                        .setParameter("realm", realmId)
                        .setParameter(
                                "from",
                                change.from().stream().map(Device.Status::name).toList())
                        .executeUpdate()
                == 1;
        if (changed && change == StandingChange.REVOKE) {
            revokeCertificates(did, Instant.now());
        }
        return changed;
    }

    /** The certificates of a device that is no more, for the revocation list. */
    public void revokeCertificates(UUID did, Instant now) {
        database.createQuery("update AgentCertificateEntity c set c.revokedAt = :now"
                        + " where c.deviceId = :did and c.realmId = :realm and c.revokedAt is null")
                .setParameter("now", now.getEpochSecond())
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    @Override
    public void issued(UUID did, BigInteger serial, Instant notAfter) {
        // Expired ones of the same device can go: no list names them any more.
        database.createQuery("delete from AgentCertificateEntity c"
                        + " where c.deviceId = :did and c.realmId = :realm and c.notAfter < :now")
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .setParameter("now", Instant.now().getEpochSecond())
                .executeUpdate();
        AgentCertificateEntity row = new AgentCertificateEntity();
        row.serial = serial.toString(HEXADECIMAL);
        row.realmId = realmId;
        row.deviceId = did.toString();
        row.notAfter = notAfter.getEpochSecond();
        database.persist(row);
    }

    @Override
    public List<RevokedCertificate> revokedCertificates(Instant now) {
        return database.createQuery(
                        "select c from AgentCertificateEntity c where c.realmId = :realm"
                                + " and c.revokedAt is not null and c.notAfter > :now order by c.revokedAt, c.serial",
                        AgentCertificateEntity.class)
                .setParameter("realm", realmId)
                .setParameter("now", now.getEpochSecond())
                .getResultStream()
                .map(row -> new RevokedCertificate(
                        new BigInteger(row.serial, HEXADECIMAL),
                        Instant.ofEpochSecond(row.revokedAt == null ? 0 : row.revokedAt)))
                .toList();
    }

    @Override
    public Assignment assignment(UUID did) {
        Set<String> users = new HashSet<>();
        Set<String> groups = new HashSet<>();
        device(did).flatMap(Device::owner).ifPresent(users::add);
        database.createQuery(
                        "select a from DeviceAssignmentEntity a where a.deviceId = :did and a.realmId = :realm",
                        DeviceAssignmentEntity.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .forEach(row -> (row.isGroup() ? groups : users).add(row.subjectId));
        return new Assignment(users, groups);
    }

    @Override
    public List<UUID> liveRegistrations(UUID did) {
        return database.createQuery(
                        "select r.id from RegistrationEntity r"
                                + " where r.deviceId = :did and r.realmId = :realm and r.status = :live",
                        String.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .setParameter("live", LIVE)
                .getResultStream()
                .map(UUID::fromString)
                .toList();
    }

    @Override
    public boolean storePosture(UUID did, PostureReport report) {
        return posture.store(did, report, this::insert);
    }

    @Override
    public List<PostureReport> posture(UUID did) {
        return posture.of(did);
    }

    /** When a registration was used last. */
    public Optional<Instant> lastUse(UUID registration) {
        return database.createQuery(
                        "select r.lastUsedAt from RegistrationEntity r where r.id = :id and r.realmId = :realm",
                        Long.class)
                .setParameter("id", registration.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst()
                .map(Instant::ofEpochSecond);
    }

    /** The live registration that used this ID token, if it is the user's. */
    public Optional<RegisteredDevice> registrationMadeWith(String idTokenId, String userId) {
        return database.createQuery(
                        "select r.id from RegistrationEntity r where r.idTokenId = :token and r.realmId = :realm"
                                + " and r.userId = :user and r.status = :live",
                        String.class)
                .setParameter("token", idTokenHash(idTokenId))
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("live", LIVE)
                .getResultStream()
                .findFirst()
                .map(UUID::fromString)
                .flatMap(this::registration);
    }

    /** Bulk updates pass the persistence context by, so it must not remember the row: the next look would be old. */
    private RegisteredDevice detached(DeviceEntity device, RegistrationEntity registration) {
        RegisteredDevice read = Rows.registered(device, registration);
        database.detach(device);
        database.detach(registration);
        return read;
    }

    private Optional<UUID> liveOf(UUID did, String userId) {
        return database.createQuery("select r.id from RegistrationEntity r where r.liveSlot = :slot", String.class)
                .setParameter("slot", Rows.liveSlot(did.toString(), userId))
                .getResultStream()
                .findFirst()
                .map(UUID::fromString);
    }

    private boolean exists(String condition, String value) {
        return database.createQuery("select count(r) from RegistrationEntity r where " + condition, Long.class)
                        .setParameter("value", value)
                        .getSingleResult()
                > 0;
    }

    /** Inserts now; false if a unique constraint stands against it, and then the transaction is lost. */
    private boolean insert(Object row) {
        try {
            database.persist(row);
            database.flush();
            return true;
        } catch (PersistenceException | ModelDuplicateException e) {
            return false;
        }
    }

    /** An ID token's {@code jti} has no bound of its own; its hash has. */
    private static String idTokenHash(String idTokenId) {
        return LabelledHash.of("holdfast-id-token").add(idTokenId).base64Url();
    }
}
