package dev.holdfast.device.revocation;

import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends a registration, or a device with all of them, on the word of the device itself (docs/protocol.md §9). */
public final class Revocation {
    private final DeviceRealm realm;
    private final DeviceRegistry registry;
    private final SpentNonces spentNonces;

    public Revocation(DeviceRealm realm, DeviceRegistry registry, SpentNonces spentNonces) {
        this.realm = realm;
        this.registry = registry;
        this.spentNonces = spentNonces;
    }

    /**
     * @param registrations what ended by this call
     * @param wholeDevice whether the device ended as well
     */
    public record Revoked(Device device, List<UUID> registrations, boolean wholeDevice, String reason) {}

    public Revoked revoke(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.REVOKE);
        String reason = signed.unverifiedClaims().text("reason");
        return signed.hasCertificates() ? byAgent(signed, reason) : byUserKey(signed, reason);
    }

    private Revoked byUserKey(SignedMessage signed, String reason) {
        UUID id = signed.unverifiedClaims().uuid("registration");
        RegisteredDevice subject = registry.registration(id)
                .filter(found -> signed.keyId()
                        .filter(found.registration().duk().thumbprint().value()::equals)
                        .isPresent())
                .orElseThrow(() -> Refusal.INVALID_SIGNATURE.because("no registration with this key"));
        Device device = subject.device();
        signed.verify(subject.registration().duk(), realm.endpoints().revoke(), SignedMessage.senderOf(device.did()))
                .spendNonce(realm.nonces(), spentNonces);
        return end(device, id, reason);
    }

    private Revoked byAgent(SignedMessage signed, String reason) {
        AgentCertificate certificate = AgentCertificate.verify(
                signed.certificates(),
                realm.keys().deviceCa().certificate(),
                realm.clock().instant());
        Device device = registry.device(certificate.did())
                .filter(found -> found.agentKey().thumbprint().equals(certificate.thumbprint()))
                .orElseThrow(() -> Refusal.INVALID_SIGNATURE.because("no device with this certificate's key"));
        FreshMessage fresh = signed.verify(
                        device.agentKey(), realm.endpoints().revoke(), SignedMessage.senderOf(device.did()))
                .spendNonce(realm.nonces(), spentNonces);
        Claims claims = fresh.claims();
        if (claims.has("registration")) {
            UUID id = claims.uuid("registration");
            Optional<RegisteredDevice> subject = registry.registration(id);
            if (subject.filter(found -> found.device().did().equals(device.did()))
                    .isEmpty()) {
                throw Refusal.INVALID_REQUEST.because("registration of another device");
            }
            return end(device, id, reason);
        }
        if (!claims.uuid("did").equals(device.did())) {
            throw Refusal.INVALID_REQUEST.because("did of another device");
        }
        List<UUID> live = registry.liveRegistrations(device.did());
        registry.revokeDevice(device.did());
        List<UUID> ended = live.stream()
                .filter(id -> registry.end(id, Registration.Status.REVOKED))
                .toList();
        return new Revoked(device, ended, true, reason);
    }

    private Revoked end(Device device, UUID registration, String reason) {
        boolean ended = registry.end(registration, Registration.Status.REVOKED);
        return new Revoked(device, ended ? List.of(registration) : List.of(), false, reason);
    }
}
