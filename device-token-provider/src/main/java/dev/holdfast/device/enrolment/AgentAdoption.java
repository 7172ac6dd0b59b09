package dev.holdfast.device.enrolment;

import dev.holdfast.device.authority.MachineCertificate;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Users;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Enrols a device by the certificate that another authority gave its machine, and takes the new one when that authority
 * renewed it (docs/protocol.md §4).
 */
public final class AgentAdoption {
    private final DeviceRealm realm;
    private final DeviceRegistry registry;
    private final Users users;
    private final SpentNonces spentNonces;

    public AgentAdoption(DeviceRealm realm, DeviceRegistry registry, Users users, SpentNonces spentNonces) {
        this.realm = realm;
        this.registry = registry;
        this.users = users;
        this.spentNonces = spentNonces;
    }

    /**
     * @param end when the certificate, or one that vouches for it, ends
     * @param again whether the device was known
     */
    public record Adopted(Device device, Instant end, boolean again) {}

    /** Certificate, signature, nonce, revocation; then the device that the certificate names. */
    public Adopted adopt(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.AGENT_ADOPT);
        Device.Facts facts = AgentEnrolment.facts(signed.unverifiedClaims().object("facts"));
        Instant now = realm.clock().instant();
        MachineCertificate certificate = realm.settings().authorities().verify(signed.certificates(), now);
        DeviceKey key = certificate.key(signed.algorithm());
        FreshMessage fresh = signed.verify(key, realm.endpoints().agentAdopt(), certificate.sender())
                .spendNonce(realm.nonces(), spentNonces);
        // Only now: nobody without the key makes the server ask other servers.
        realm.requireUnrevoked(certificate.path());
        Optional<String> owner = certificate.user().map(this::accountOf);

        Optional<Device> known = registry.adopted(certificate.name());
        if (known.isPresent()) {
            return again(known.get(), key, owner, certificate);
        }
        Device device = new Device(
                UUID.randomUUID(),
                facts,
                realm.settings().approvesDevices() ? Device.Status.PENDING : Device.Status.ACTIVE,
                AgentEnrolment.assurance(fresh.claims(), Optional.empty()),
                Optional.empty(),
                owner,
                key,
                new Admission.ByCertificate(certificate.name()),
                now);
        realm.settings().demandAssurance(device);
        if (registry.deviceWithAgentKey(key.thumbprint()).isPresent() || !registry.adopt(device, certificate.path())) {
            throw Refusal.ENROLMENT_REFUSED.because("key or name of the certificate is another device's");
        }
        return new Adopted(device, certificate.path().end(), false);
    }

    private Adopted again(Device device, DeviceKey key, Optional<String> owner, MachineCertificate certificate) {
        if (device.status() != Device.Status.PENDING) {
            device.requireGoodStanding();
        }
        realm.settings().demandAssurance(device);
        boolean free = registry.deviceWithAgentKey(key.thumbprint())
                .map(Device::did)
                .filter(other -> !other.equals(device.did()))
                .isEmpty();
        if (!free || !registry.readopt(device.did(), key, owner, certificate.path())) {
            throw Refusal.ENROLMENT_REFUSED.because("key of the certificate is another device's");
        }
        return new Adopted(device, certificate.path().end(), true);
    }

    private String accountOf(String name) {
        return users.named(name)
                .map(Users.Account::id)
                .orElseThrow(() -> Refusal.ENROLMENT_REFUSED.because("user of the certificate is unknown"));
    }
}
