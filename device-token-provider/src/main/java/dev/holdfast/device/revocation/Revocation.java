package dev.holdfast.device.revocation;

import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.key.DeviceKey;
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
        Optional<RegisteredDevice> found = registry.registration(id)
                .filter(known -> signed.names(known.registration().duk()));
        open(
                signed,
                found.map(RegisteredDevice::device),
                found.map(known -> known.registration().duk()));
        return end(verified(found.map(RegisteredDevice::device)), id, reason);
    }

    private Revoked byAgent(SignedMessage signed, String reason) {
        AgentCertificate certificate = AgentCertificate.verify(
                signed.certificates(),
                realm.keys().deviceCa().certificate(),
                realm.clock().instant());
        Optional<Device> sender = registry.device(certificate.did())
                .filter(known -> known.agentKey().thumbprint().equals(certificate.thumbprint()));
        FreshMessage fresh = open(signed, sender, sender.map(Device::agentKey));
        Device device = verified(sender);
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

    /** Signature and nonce. An unknown sender is answered like a bad signature, with the same work done. */
    private FreshMessage open(SignedMessage signed, Optional<Device> sender, Optional<DeviceKey> key) {
        return signed.verify(
                        key,
                        realm.endpoints().revoke(),
                        sender.map(device -> SignedMessage.senderOf(device.did()))
                                .orElse(""))
                .spendNonce(realm.nonces(), spentNonces);
    }

    private static Device verified(Optional<Device> sender) {
        return sender.orElseThrow(() -> new AssertionError("nobody's key signs nothing, so the sender was found"));
    }

    private Revoked end(Device device, UUID registration, String reason) {
        boolean ended = registry.end(registration, Registration.Status.REVOKED);
        return new Revoked(device, ended ? List.of(registration) : List.of(), false, reason);
    }
}
