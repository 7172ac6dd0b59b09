package dev.holdfast.device.enrolment;

import dev.holdfast.device.certificate.CertificateRequest;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.registry.OpenEnrolment;
import dev.holdfast.device.registry.TpmIdentity;
import dev.holdfast.device.sender.DeviceMessage;
import dev.holdfast.device.tpm.CredentialChallenge;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Enrols a device's agent: an administrator's token for a certificate (docs/protocol.md §4). */
public final class AgentEnrolment {
    private static final Duration ENROLMENT_LIFETIME = Duration.ofMinutes(5);
    private static final int MAX_REQUEST_BYTES = 8_192;

    private final DeviceRealm realm;
    private final DeviceRegistry registry;
    private final SpentNonces spentNonces;

    public AgentEnrolment(DeviceRealm realm, DeviceRegistry registry, SpentNonces spentNonces) {
        this.realm = realm;
        this.registry = registry;
        this.spentNonces = spentNonces;
    }

    /**
     * @param nonce for the message of {@code finish}
     * @param credential for the TPM to activate, where the realm trusts the one that was named
     */
    public record Begun(UUID enrolmentId, String nonce, Optional<CredentialChallenge> credential) {}

    /** @param certificate the device's agent certificate */
    public record Enrolled(Device device, X509Certificate certificate, boolean again) {}

    /** Opens an enrolment. Nothing is used up: a token that has no use left may still serve the device it enrolled. */
    public Begun begin(Claims request) {
        Instant now = realm.clock().instant();
        EnrolmentToken token = EnrolmentSecret.parse(request.text("enrolment_token"))
                .flatMap(secret -> registry.enrolmentToken(secret.hash()))
                .filter(found -> found.expiresAt().isAfter(now))
                .orElseThrow(() -> Refusal.ENROLMENT_REFUSED.because("enrolment token unknown or expired"));
        Optional<TpmAttestation.Begun> attestation =
                request.has("tpm") ? new TpmAttestation(realm).begin(request.object("tpm"), now) : Optional.empty();
        UUID enrolmentId = UUID.randomUUID();
        registry.open(new OpenEnrolment(
                enrolmentId, token, now.plus(ENROLMENT_LIFETIME), attestation.map(TpmAttestation.Begun::open)));
        return new Begun(enrolmentId, realm.nonces().issue(), attestation.map(TpmAttestation.Begun::challenge));
    }

    /** Issues the certificate and spends one use of the token, or serves the same device again after a lost answer. */
    public Enrolled finish(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.AGENT_ENROL);
        UUID enrolmentId = signed.unverifiedClaims().uuid("enrolment_id");
        DeviceKey agentKey = signed.headerKey();
        byte[] csr = signed.unverifiedClaims().bytes("csr", MAX_REQUEST_BYTES);
        Device.Facts facts = facts(signed.unverifiedClaims().object("facts"));
        Instant now = realm.clock().instant();

        OpenEnrolment open = registry.openEnrolment(enrolmentId, now)
                .orElseThrow(() -> Refusal.ENROLMENT_REFUSED.because("enrolment id unknown, closed or expired"));
        FreshMessage fresh = signed.verify(agentKey, realm.endpoints().agentFinish(), enrolmentId.toString())
                .spendNonce(realm.nonces(), spentNonces);
        CertificateRequest.verify(csr, fresh.signer());
        Optional<TpmIdentity> tpm = new TpmAttestation(realm).finish(open, fresh, csr);
        if (!registry.closeEnrolment(enrolmentId)) {
            throw Refusal.ENROLMENT_REFUSED.because("enrolment closed by another message");
        }
        EnrolmentToken token = open.token();
        Optional<Device> known = registry.deviceWithAgentKey(agentKey.thumbprint());
        if (known.isPresent()) {
            return again(known.get(), token, now);
        }
        Device device = new Device(
                UUID.randomUUID(),
                facts,
                realm.settings().approvesDevices() ? Device.Status.PENDING : Device.Status.ACTIVE,
                assurance(fresh.claims(), tpm),
                tpm,
                token.owner(),
                agentKey,
                new Admission.ByToken(token.id()),
                now);
        realm.settings().demandAssurance(device);
        if (!registry.spendEnrolmentToken(token.id(), now)) {
            throw Refusal.ENROLMENT_REFUSED.because("enrolment token has no use left");
        }
        if (!registry.add(device)) {
            throw Refusal.ENROLMENT_REFUSED.because("agent key enrolled by another message");
        }
        return new Enrolled(device, issue(device, now), false);
    }

    static Assurance assurance(Claims claims, Optional<TpmIdentity> tpm) {
        if (tpm.isPresent()) {
            return Assurance.ATTESTED;
        }
        return claims.optionalText("key_store")
                        .filter(store -> !store.equals("software"))
                        .isPresent()
                ? Assurance.HARDWARE
                : Assurance.SOFTWARE;
    }

    /**
     * The same agent key again: a lost answer with the same token costs nothing; another token renews the certificate of
     * the same device for one use of it.
     */
    private Enrolled again(Device device, EnrolmentToken token, Instant now) {
        if (device.status() != Device.Status.PENDING) {
            device.requireGoodStanding();
        }
        realm.settings().demandAssurance(device);
        if (!(device.admission() instanceof Admission.ByToken former)) {
            throw Refusal.ENROLMENT_REFUSED.because("agent key of a device of another authority");
        }
        if (!former.token().equals(token.id())) {
            if (!registry.spendEnrolmentToken(token.id(), now)) {
                throw Refusal.ENROLMENT_REFUSED.because("enrolment token has no use left");
            }
            registry.enrolledWith(device.did(), token.id());
        }
        return new Enrolled(device, issue(device, now), true);
    }

    /** Issues a further certificate for the same key, to a device whose present one is still valid. */
    public Enrolled renew(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.AGENT_RENEW);
        byte[] csr = signed.unverifiedClaims().bytes("csr", MAX_REQUEST_BYTES);
        DeviceMessage opened = DeviceMessage.open(signed, realm.endpoints().agentRenew(), realm, registry, spentNonces);
        Device device = opened.device();
        device.requireGoodStanding();
        if (!(device.admission() instanceof Admission.ByToken)) {
            throw Refusal.ENROLMENT_REFUSED.because("certificate of another authority, which renews it");
        }
        CertificateRequest.verify(csr, device.agentKey());
        return new Enrolled(device, issue(device, realm.clock().instant()), true);
    }

    private X509Certificate issue(Device device, Instant now) {
        X509Certificate certificate = realm.keys()
                .deviceCa()
                .issue(
                        device.did(),
                        device.agentKey(),
                        now,
                        realm.settings().seconds(DeviceSetting.CERTIFICATE_LIFETIME),
                        realm.endpoints().revocationList(),
                        realm.random());
        registry.issued(
                device.did(),
                certificate.getSerialNumber(),
                certificate.getNotAfter().toInstant());
        return certificate;
    }

    static Device.Facts facts(Claims facts) {
        return new Device.Facts(
                facts.text("hostname"),
                facts.text("os"),
                facts.optionalText("os_version"),
                facts.optionalText("model"),
                facts.optionalText("agent_version"));
    }
}
