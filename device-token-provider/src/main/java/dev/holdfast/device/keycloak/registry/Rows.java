package dev.holdfast.device.keycloak.registry;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.CertifiedName;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.OpenEnrolment;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RateWindow;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.TpmIdentity;
import dev.holdfast.device.registry.UserVerificationKey;
import dev.holdfast.device.registry.VerificationMethod;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.rotation.RotationState;
import dev.holdfast.device.tpm.AttestationKey;
import dev.holdfast.device.tpm.TpmClock;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Translates rows to the core's values and back. */
final class Rows {
    /** Public keys by their text: parsing one checks its curve and costs as much as a signature. */
    private static final LoadingCache<StoredKey, DeviceKey> KEYS =
            Caffeine.newBuilder().maximumSize(20_000).build(StoredKey::read);

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private Rows() {}

    static Device device(DeviceEntity row) {
        return new Device(
                UUID.fromString(row.id),
                new Device.Facts(
                        row.hostname,
                        row.os,
                        Optional.ofNullable(row.osVersion),
                        Optional.ofNullable(row.model),
                        Optional.ofNullable(row.agentVersion)),
                Device.Status.valueOf(row.status),
                Assurance.valueOf(row.assurance),
                tpm(row),
                Optional.ofNullable(row.ownerId),
                key(row.agentJwk, row.agentAlg),
                admission(row),
                Instant.ofEpochSecond(row.createdAt));
    }

    static DeviceEntity row(Device device, String realmId) {
        DeviceEntity row = new DeviceEntity();
        row.id = device.did().toString();
        row.realmId = realmId;
        row.name = device.facts().hostname();
        row.sortName = row.name.toLowerCase(Locale.ROOT);
        row.hostname = device.facts().hostname();
        row.os = device.facts().os();
        row.osVersion = device.facts().osVersion().orElse(null);
        row.model = device.facts().model().orElse(null);
        row.agentVersion = device.facts().agentVersion().orElse(null);
        row.status = device.status().name();
        row.assurance = device.assurance().name();
        device.tpm().ifPresent(tpm -> {
            row.akPublic = BASE64.encodeToString(tpm.attestationKey().publicArea());
            row.ekHash = tpm.endorsementKey();
            row.tpmResets = tpm.clock().resets();
            row.tpmMillis = tpm.clock().millis();
        });
        row.ownerId = device.owner().orElse(null);
        row.agentJwk = device.agentKey().jwk();
        row.agentAlg = device.agentKey().algorithm().name();
        row.agentJkt = device.agentKey().thumbprint().value();
        if (device.admission() instanceof Admission.ByToken by) {
            row.enrolmentTokenId = by.token().toString();
        } else if (device.admission() instanceof Admission.ByCertificate by) {
            row.authority = by.name().authority();
            row.certifiedName = by.name().name();
        }
        row.createdAt = device.createdAt().getEpochSecond();
        return row;
    }

    private static Admission admission(DeviceEntity row) {
        if (row.authority != null && row.certifiedName != null) {
            return new Admission.ByCertificate(new CertifiedName(row.authority, row.certifiedName));
        }
        if (row.enrolmentTokenId != null) {
            return new Admission.ByToken(UUID.fromString(row.enrolmentTokenId));
        }
        throw new IllegalStateException("a device that nobody let in");
    }

    static AdoptionEntity adoption(Device device, CertifiedName name, CertificatePath path, String realmId) {
        AdoptionEntity row = new AdoptionEntity();
        row.deviceId = device.did().toString();
        row.realmId = realmId;
        row.slot = name.slot();
        row.path = path.encoded();
        return row;
    }

    private static Optional<TpmIdentity> tpm(DeviceEntity row) {
        if (row.akPublic == null || row.ekHash == null || row.tpmResets == null || row.tpmMillis == null) {
            return Optional.empty();
        }
        return Optional.of(new TpmIdentity(
                row.ekHash,
                AttestationKey.parse(Base64.getDecoder().decode(row.akPublic)),
                new TpmClock(row.tpmResets, row.tpmMillis)));
    }

    static EnrolmentToken token(EnrolmentTokenEntity row) {
        return new EnrolmentToken(
                UUID.fromString(row.id),
                row.usesLeft,
                Instant.ofEpochSecond(row.expiresAt),
                Optional.ofNullable(row.ownerId));
    }

    static EnrolmentTokenEntity row(EnrolmentToken token, Hash secret, Instant madeAt, String realmId) {
        EnrolmentTokenEntity row = new EnrolmentTokenEntity();
        row.id = token.id().toString();
        row.realmId = realmId;
        row.secretHash = secret.value();
        row.usesLeft = token.usesLeft();
        row.expiresAt = token.expiresAt().getEpochSecond();
        row.ownerId = token.owner().orElse(null);
        row.createdAt = madeAt.getEpochSecond();
        return row;
    }

    static OpenEnrolment openEnrolment(OpenEnrolmentEntity row, EnrolmentTokenEntity token) {
        Optional<OpenEnrolment.Attestation> attestation =
                row.akPublic == null || row.ekHash == null || row.secretHash == null
                        ? Optional.empty()
                        : Optional.of(new OpenEnrolment.Attestation(
                                row.ekHash,
                                AttestationKey.parse(Base64.getDecoder().decode(row.akPublic)),
                                new Hash(row.secretHash)));
        return new OpenEnrolment(
                UUID.fromString(row.id), token(token), Instant.ofEpochSecond(row.expiresAt), attestation);
    }

    static OpenEnrolmentEntity row(OpenEnrolment enrolment, String realmId) {
        OpenEnrolmentEntity row = new OpenEnrolmentEntity();
        row.id = enrolment.id().toString();
        row.realmId = realmId;
        row.tokenId = enrolment.token().id().toString();
        row.expiresAt = enrolment.expiresAt().getEpochSecond();
        enrolment.attestation().ifPresent(attestation -> {
            row.akPublic = BASE64.encodeToString(attestation.attestationKey().publicArea());
            row.ekHash = attestation.endorsementKey();
            row.secretHash = attestation.secret().value();
        });
        return row;
    }

    static RegisteredDevice registered(DeviceEntity device, RegistrationEntity registration) {
        return new RegisteredDevice(device(device), registration(registration));
    }

    private static Registration registration(RegistrationEntity row) {
        return new Registration(
                UUID.fromString(row.id),
                UUID.fromString(row.deviceId),
                row.userId,
                Registration.Status.valueOf(row.status),
                key(row.dukJwk, row.dukAlg),
                userKey(row),
                new RotationState(
                        row.generation,
                        new Hash(row.durtHash),
                        pending(row.pendingRidHash, row.pendingDurtHash, row.pendingKeyId)),
                row.rowVersion,
                Instant.ofEpochSecond(row.createdAt),
                Instant.ofEpochSecond(row.durtExpiresAt),
                Instant.ofEpochSecond(row.absoluteExpiresAt),
                new Presence(
                        Instant.ofEpochSecond(row.verifiedAt),
                        Instant.ofEpochSecond(row.activeUntil),
                        Evidence.valueOf(row.evidence),
                        Optional.ofNullable(row.verifiedBy).map(VerificationMethod::valueOf),
                        Optional.ofNullable(row.unlockTxn)),
                new RateWindow(Instant.ofEpochSecond(row.rateStartedAt), row.rateCount));
    }

    static RegistrationEntity row(Registration registration, String realmId, String idTokenId) {
        RegistrationEntity row = new RegistrationEntity();
        row.id = registration.id().toString();
        row.realmId = realmId;
        row.deviceId = registration.did().toString();
        row.userId = registration.userId();
        row.status = registration.status().name();
        row.liveSlot = liveSlot(registration.did().toString(), registration.userId());
        row.idTokenId = idTokenId;
        row.dukJwk = registration.duk().jwk();
        row.dukAlg = registration.duk().algorithm().name();
        row.dukJkt = registration.duk().thumbprint().value();
        row.generation = registration.rotation().generation();
        row.durtHash = registration.rotation().current().value();
        row.spentGeneration = 0;
        row.rowVersion = registration.version();
        row.rateStartedAt = registration.rate().startedAt().getEpochSecond();
        row.rateCount = registration.rate().count();
        row.createdAt = registration.createdAt().getEpochSecond();
        row.lastUsedAt = row.createdAt;
        row.durtExpiresAt = registration.durtExpiresAt().getEpochSecond();
        row.absoluteExpiresAt = registration.absoluteExpiresAt().getEpochSecond();
        row.verifiedAt = registration.verifiedAt().getEpochSecond();
        row.activeUntil = registration.activeUntil().getEpochSecond();
        row.evidence = registration.presence().evidence().name();
        row.duvJkt = row.id;
        registration.duv().ifPresent(duv -> {
            row.duvJwk = duv.key().jwk();
            row.duvAlg = duv.key().algorithm().name();
            row.duvJkt = duv.key().thumbprint().value();
            row.duvMethod = duv.method().name();
        });
        return row;
    }

    private static Optional<UserVerificationKey> userKey(RegistrationEntity row) {
        return row.duvJwk == null || row.duvAlg == null || row.duvMethod == null
                ? Optional.empty()
                : Optional.of(new UserVerificationKey(
                        key(row.duvJwk, row.duvAlg), VerificationMethod.valueOf(row.duvMethod)));
    }

    static String liveSlot(String did, String userId) {
        return did + ':' + userId;
    }

    private static RotationState.@Nullable Pending pending(
            @Nullable String rid, @Nullable String successor, @Nullable String keyId) {
        return rid == null || successor == null || keyId == null
                ? null
                : new RotationState.Pending(new Hash(rid), new Hash(successor), keyId);
    }

    private static DeviceKey key(String jwk, String algorithm) {
        return KEYS.get(new StoredKey(jwk, SignatureAlgorithm.valueOf(algorithm)));
    }

    private record StoredKey(String jwk, SignatureAlgorithm algorithm) {
        DeviceKey read() {
            return DeviceKey.fromJwk(jwk, algorithm)
                    .orElseThrow(() -> new IllegalStateException("a stored key cannot be read"));
        }
    }
}
