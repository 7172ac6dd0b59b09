package dev.holdfast.device.testrealm;

import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.CertifiedName;
import dev.holdfast.device.certificate.RevokedCertificate;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureSource;
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
import dev.holdfast.device.registry.TpmIdentity;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.tpm.TpmClock;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One realm's view of a database in memory. Every method is one statement: it sees what was committed before, and its
 * conditions are decided together with its change. Between two statements others may come, as with a real database.
 *
 * <p>Registries made by {@link #forRealm} share the database, as realms do.
 */
public final class InMemoryDeviceRegistry implements DeviceRegistry {
    private final String realmId;
    private final Database database;

    public InMemoryDeviceRegistry(String realmId) {
        this(realmId, new Database());
    }

    private InMemoryDeviceRegistry(String realmId, Database database) {
        this.realmId = realmId;
        this.database = database;
    }

    /** The view of another realm on the same database. */
    public InMemoryDeviceRegistry forRealm(String otherRealmId) {
        return new InMemoryDeviceRegistry(otherRealmId, database);
    }

    /** An administrator makes an enrolment token. */
    public void addEnrolmentToken(EnrolmentToken token, Hash secret) {
        synchronized (database) {
            database.tokens.put(token.id(), new TokenRow(realmId, secret, token));
        }
    }

    /** Uses that are left of a token. */
    public int usesLeft(UUID enrolmentToken) {
        synchronized (database) {
            return database.tokens.get(enrolmentToken).token.usesLeft();
        }
    }

    /** Lets another actor come between the next look at a registration and the change that is made of it; once. */
    public void beforeNextChange(Runnable interference) {
        synchronized (database) {
            database.interference.add(interference);
        }
    }

    /** A restore from a backup: puts a registration's row back as it was. */
    public void restore(Registration former) {
        synchronized (database) {
            database.registrations.get(former.id()).registration = former;
        }
    }

    @Override
    public Optional<EnrolmentToken> enrolmentToken(Hash secret) {
        synchronized (database) {
            return database.tokens.values().stream()
                    .filter(row -> row.realmId.equals(realmId) && row.secret.equals(secret))
                    .findFirst()
                    .map(row -> row.token);
        }
    }

    @Override
    public void open(OpenEnrolment enrolment) {
        synchronized (database) {
            database.enrolments.put(enrolment.id(), new EnrolmentRow(realmId, enrolment));
        }
    }

    @Override
    public Optional<OpenEnrolment> openEnrolment(UUID enrolmentId, Instant now) {
        synchronized (database) {
            return Optional.ofNullable(database.enrolments.get(enrolmentId))
                    .filter(row -> row.realmId.equals(realmId)
                            && row.enrolment.expiresAt().isAfter(now))
                    .map(row -> new OpenEnrolment(
                            row.enrolment.id(),
                            database.tokens.get(row.enrolment.token().id()).token,
                            row.enrolment.expiresAt(),
                            row.enrolment.attestation()));
        }
    }

    @Override
    public boolean closeEnrolment(UUID enrolmentId) {
        synchronized (database) {
            EnrolmentRow open = database.enrolments.get(enrolmentId);
            return open != null && open.realmId.equals(realmId) && database.enrolments.remove(enrolmentId, open);
        }
    }

    @Override
    public boolean spendEnrolmentToken(UUID enrolmentToken, Instant now) {
        synchronized (database) {
            TokenRow row = database.tokens.get(enrolmentToken);
            if (row == null
                    || !row.realmId.equals(realmId)
                    || row.token.usesLeft() <= 0
                    || !row.token.expiresAt().isAfter(now)) {
                return false;
            }
            row.token = new EnrolmentToken(
                    row.token.id(), row.token.usesLeft() - 1, row.token.expiresAt(), row.token.owner());
            return true;
        }
    }

    @Override
    public boolean add(Device device) {
        synchronized (database) {
            boolean known = database.devices.values().stream()
                    .anyMatch(row -> row.realmId.equals(realmId)
                            && row.device
                                    .agentKey()
                                    .thumbprint()
                                    .equals(device.agentKey().thumbprint()));
            if (!known) {
                database.devices.put(device.did(), new DeviceRow(realmId, device));
            }
            return !known;
        }
    }

    @Override
    public void enrolledWith(UUID did, UUID enrolmentToken) {
        synchronized (database) {
            DeviceRow row = database.devices.get(did);
            if (row != null && row.realmId.equals(realmId)) {
                row.device = row.device.enrolledWith(enrolmentToken);
            }
        }
    }

    @Override
    public boolean advanceClock(UUID did, TpmClock clock) {
        synchronized (database) {
            DeviceRow row = database.devices.get(did);
            if (row == null
                    || !row.realmId.equals(realmId)
                    || row.device.tpm().isEmpty()
                    || !row.device.tpm().get().clock().precedes(clock)) {
                return false;
            }
            Device device = row.device;
            TpmIdentity tpm = device.tpm().get();
            row.device = new Device(
                    device.did(),
                    device.facts(),
                    device.status(),
                    device.assurance(),
                    Optional.of(new TpmIdentity(tpm.endorsementKey(), tpm.attestationKey(), clock)),
                    device.owner(),
                    device.agentKey(),
                    device.admission(),
                    device.createdAt());
            return true;
        }
    }

    @Override
    public Optional<Device> device(UUID did) {
        synchronized (database) {
            return Optional.ofNullable(database.devices.get(did))
                    .filter(row -> row.realmId.equals(realmId))
                    .map(row -> row.device);
        }
    }

    @Override
    public Optional<Device> adopted(CertifiedName name) {
        synchronized (database) {
            return database.devices.values().stream()
                    .filter(row -> row.realmId.equals(realmId)
                            && row.device.admission().equals(new Admission.ByCertificate(name)))
                    .findFirst()
                    .map(row -> row.device);
        }
    }

    @Override
    public boolean adopt(Device device, CertificatePath path) {
        synchronized (database) {
            if (device.admission() instanceof Admission.ByCertificate by
                    && adopted(by.name()).isEmpty()
                    && add(device)) {
                database.devices.get(device.did()).path = path.encoded();
                return true;
            }
            return false;
        }
    }

    @Override
    public boolean readopt(UUID did, DeviceKey agentKey, Optional<String> owner, CertificatePath path) {
        synchronized (database) {
            DeviceRow row = database.devices.get(did);
            if (row == null || !row.realmId.equals(realmId) || row.device.status() == Device.Status.REVOKED) {
                return false;
            }
            Device device = row.device;
            row.path = path.encoded();
            row.device = new Device(
                    device.did(),
                    device.facts(),
                    device.status(),
                    device.assurance(),
                    device.tpm(),
                    owner.or(device::owner),
                    agentKey,
                    device.admission(),
                    device.createdAt());
            return true;
        }
    }

    @Override
    public Optional<String> adoptedPath(UUID did) {
        synchronized (database) {
            return Optional.ofNullable(database.devices.get(did))
                    .filter(row -> row.realmId.equals(realmId))
                    .map(row -> row.path)
                    .filter(path -> !path.isEmpty());
        }
    }

    @Override
    public Optional<Device> deviceWithAgentKey(Thumbprint thumbprint) {
        synchronized (database) {
            return database.devices.values().stream()
                    .filter(row -> row.realmId.equals(realmId)
                            && row.device.agentKey().thumbprint().equals(thumbprint))
                    .findFirst()
                    .map(row -> row.device);
        }
    }

    @Override
    public Optional<RegisteredDevice> registration(UUID registration) {
        synchronized (database) {
            return row(registration)
                    .map(row -> new RegisteredDevice(
                            database.devices.get(row.registration.did()).device, row.registration));
        }
    }

    @Override
    public Addition add(Registration registration, String idTokenId) {
        synchronized (database) {
            Set<Thumbprint> keys = keysOf(registration);
            if (database.registrations.values().stream()
                    .anyMatch(row -> !Collections.disjoint(keysOf(row.registration), keys))) {
                return new Addition.KeyInUse();
            }
            if (!database.usedIdTokens.add(idTokenId)) {
                return new Addition.IdTokenUsed();
            }
            Optional<UUID> replaced = database.registrations.values().stream()
                    .map(row -> row.registration)
                    .filter(former -> former.did().equals(registration.did())
                            && former.userId().equals(registration.userId())
                            && former.status() == Registration.Status.LIVE)
                    .map(Registration::id)
                    .findFirst();
            replaced.ifPresent(id -> end(id, Registration.Status.REVOKED));
            database.registrations.put(registration.id(), new RegistrationRow(realmId, registration));
            return new Addition.Added(replaced);
        }
    }

    @Override
    public long countRegistrations(UUID did, Instant since) {
        synchronized (database) {
            return database.registrations.values().stream()
                    .filter(row -> row.realmId.equals(realmId)
                            && row.registration.did().equals(did)
                            && row.registration.createdAt().isAfter(since))
                    .count();
        }
    }

    @Override
    public boolean storeRotation(Registration rotated, Instant usedAt) {
        letOthersCome();
        synchronized (database) {
            return live(rotated.id())
                    .filter(row -> row.registration.version() == rotated.version())
                    .map(row -> {
                        Registration now = row.registration;
                        row.registration = copy(
                                now.rotated(rotated.rotation(), rotated.durtExpiresAt(), rotated.rate()),
                                now.status(),
                                now.version() + 1,
                                now.presence());
                        return true;
                    })
                    .orElse(false);
        }
    }

    @Override
    public boolean spendDust(UUID registration, long generation) {
        synchronized (database) {
            Optional<RegistrationRow> row = live(registration).filter(found -> found.spentGeneration < generation);
            row.ifPresent(found -> found.spentGeneration = generation);
            return row.isPresent();
        }
    }

    @Override
    public boolean spendProof(UUID registration, UUID proof, Instant expiresAt) {
        synchronized (database) {
            return database.spentProofs.add(proof);
        }
    }

    @Override
    public boolean renew(UUID registration, Presence presence) {
        synchronized (database) {
            Optional<RegistrationRow> row = live(registration);
            row.filter(found -> !found.registration.verifiedAt().isAfter(presence.verifiedAt()))
                    .ifPresent(found -> found.registration = copy(
                            found.registration, found.registration.status(), found.registration.version(), presence));
            return row.isPresent();
        }
    }

    @Override
    public boolean unlock(UUID registration, Presence presence, RateWindow rate) {
        synchronized (database) {
            live(registration).ifPresent(row -> {
                Registration now = row.registration;
                row.registration = now.rotated(now.rotation(), now.durtExpiresAt(), rate);
            });
            return renew(registration, presence);
        }
    }

    @Override
    public boolean end(UUID registration, Registration.Status status) {
        letOthersCome();
        synchronized (database) {
            Optional<RegistrationRow> row = live(registration);
            row.ifPresent(found -> found.registration =
                    copy(found.registration, status, found.registration.version() + 1, found.registration.presence()));
            return row.isPresent();
        }
    }

    @Override
    public boolean change(UUID did, StandingChange change) {
        synchronized (database) {
            DeviceRow row = database.devices.get(did);
            if (row == null || !row.realmId.equals(realmId) || !change.from().contains(row.device.status())) {
                return false;
            }
            row.device = row.device.in(change.to());
            if (change == StandingChange.REVOKE) {
                database.certificates.replaceAll(
                        (serial, certificate) -> certificate.did().equals(did)
                                ? new CertificateRow(certificate.realmId(), did, certificate.notAfter(), true)
                                : certificate);
            }
            return true;
        }
    }

    @Override
    public void issued(UUID did, BigInteger serial, Instant notAfter) {
        synchronized (database) {
            database.certificates.put(serial, new CertificateRow(realmId, did, notAfter, false));
        }
    }

    @Override
    public List<RevokedCertificate> revokedCertificates(Instant now) {
        synchronized (database) {
            return database.certificates.entrySet().stream()
                    .filter(entry -> entry.getValue().realmId().equals(realmId)
                            && entry.getValue().revoked()
                            && entry.getValue().notAfter().isAfter(now))
                    .map(entry -> new RevokedCertificate(entry.getKey(), now))
                    .toList();
        }
    }

    /** An administrator assigns a device to users and groups, beside its owner. */
    public void assign(UUID did, Assignment assignment) {
        synchronized (database) {
            database.assignments.put(did, assignment);
        }
    }

    @Override
    public Assignment assignment(UUID did) {
        synchronized (database) {
            Assignment assigned = database.assignments.getOrDefault(did, new Assignment(Set.of(), Set.of()));
            Set<String> users = new HashSet<>(assigned.users());
            device(did).flatMap(Device::owner).ifPresent(users::add);
            return new Assignment(users, assigned.groups());
        }
    }

    @Override
    public List<UUID> liveRegistrations(UUID did) {
        synchronized (database) {
            return database.registrations.values().stream()
                    .filter(row -> row.realmId.equals(realmId))
                    .map(row -> row.registration)
                    .filter(found -> found.did().equals(did) && found.status() == Registration.Status.LIVE)
                    .map(Registration::id)
                    .toList();
        }
    }

    @Override
    public boolean storePosture(UUID did, PostureReport report) {
        synchronized (database) {
            Map<PostureSource, PostureReport> known = database.posture.computeIfAbsent(did, id -> new HashMap<>());
            PostureReport last = known.get(report.source());
            boolean later = last == null
                    || last.sequence() < report.sequence()
                    || (last.sequence() == report.sequence() && !report.source().isAgent());
            if (later) {
                known.put(report.source(), report);
            }
            return later;
        }
    }

    @Override
    public List<PostureReport> posture(UUID did) {
        synchronized (database) {
            return device(did).isEmpty()
                    ? List.of()
                    : List.copyOf(database.posture.getOrDefault(did, Map.of()).values());
        }
    }

    private void letOthersCome() {
        Runnable interference;
        synchronized (database) {
            interference = database.interference.poll();
        }
        if (interference != null) {
            interference.run();
        }
    }

    private Optional<RegistrationRow> row(UUID registration) {
        return Optional.ofNullable(database.registrations.get(registration)).filter(row -> row.realmId.equals(realmId));
    }

    private Optional<RegistrationRow> live(UUID registration) {
        return row(registration).filter(row -> row.registration.status() == Registration.Status.LIVE);
    }

    private static Set<Thumbprint> keysOf(Registration registration) {
        Set<Thumbprint> keys = new HashSet<>();
        keys.add(registration.duk().thumbprint());
        registration.duv().ifPresent(duv -> keys.add(duv.key().thumbprint()));
        return keys;
    }

    private static Registration copy(Registration of, Registration.Status status, long version, Presence presence) {
        return new Registration(
                of.id(),
                of.did(),
                of.userId(),
                status,
                of.duk(),
                of.duv(),
                of.rotation(),
                version,
                of.createdAt(),
                of.durtExpiresAt(),
                of.absoluteExpiresAt(),
                presence,
                of.rate());
    }

    /** The tables; its monitor makes each statement atomic. */
    private static final class Database {
        final Map<UUID, TokenRow> tokens = new HashMap<>();
        final Map<UUID, EnrolmentRow> enrolments = new HashMap<>();
        final Map<BigInteger, CertificateRow> certificates = new HashMap<>();
        final Map<UUID, Assignment> assignments = new HashMap<>();
        final Map<UUID, DeviceRow> devices = new HashMap<>();
        final Map<UUID, RegistrationRow> registrations = new HashMap<>();
        final Set<String> usedIdTokens = new HashSet<>();
        final Map<UUID, Map<PostureSource, PostureReport>> posture = new HashMap<>();
        final Set<UUID> spentProofs = new HashSet<>();
        final Deque<Runnable> interference = new ArrayDeque<>();
    }

    private record CertificateRow(String realmId, UUID did, Instant notAfter, boolean revoked) {}

    private record EnrolmentRow(String realmId, OpenEnrolment enrolment) {}

    private static final class TokenRow {
        final String realmId;
        final Hash secret;
        EnrolmentToken token;

        TokenRow(String realmId, Hash secret, EnrolmentToken token) {
            this.realmId = realmId;
            this.secret = secret;
            this.token = token;
        }
    }

    private static final class DeviceRow {
        final String realmId;
        String path = "";
        Device device;

        DeviceRow(String realmId, Device device) {
            this.realmId = realmId;
            this.device = device;
        }
    }

    private static final class RegistrationRow {
        final String realmId;
        Registration registration;
        long spentGeneration;

        RegistrationRow(String realmId, Registration registration) {
            this.realmId = realmId;
            this.registration = registration;
        }
    }
}
