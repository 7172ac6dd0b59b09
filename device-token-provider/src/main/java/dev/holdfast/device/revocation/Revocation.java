package dev.holdfast.device.revocation;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.possession.Possession;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.sender.DeviceMessage;
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
        Device device = Possession.toEnd(signed, realm.endpoints().revoke(), realm, registry, spentNonces)
                .subject()
                .device();
        return end(device, signed.unverifiedClaims().uuid("registration"), reason);
    }

    private Revoked byAgent(SignedMessage signed, String reason) {
        DeviceMessage opened = DeviceMessage.open(signed, realm.endpoints().revoke(), realm, registry, spentNonces);
        Device device = opened.device();
        Claims claims = opened.message().claims();
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
        registry.change(device.did(), StandingChange.REVOKE);
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
