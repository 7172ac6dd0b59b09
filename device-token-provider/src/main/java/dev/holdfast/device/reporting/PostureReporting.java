package dev.holdfast.device.reporting;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.posture.Facts;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureSource;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.sender.DeviceMessage;
import java.time.Instant;

/**
 * Takes what a device's agent says of the device's condition (docs/protocol.md §14). A report is stored by one conditional
 * update and only over an earlier one (A37); it says nothing about any other device.
 */
public final class PostureReporting {
    private final DeviceRealm realm;
    private final DeviceRegistry registry;
    private final SpentNonces spentNonces;

    public PostureReporting(DeviceRealm realm, DeviceRegistry registry, SpentNonces spentNonces) {
        this.realm = realm;
        this.registry = registry;
        this.spentNonces = spentNonces;
    }

    /** @param standing the device's condition with this report */
    public record Reported(Device device, PostureReport report, Instant validUntil, PostureStanding standing) {}

    /** Shape, signature, {@code aud}, nonce; then the device's standing and the sequence. */
    public Reported receive(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.POSTURE);
        Claims claims = signed.unverifiedClaims();
        long sequence = claims.integer("seq");
        Instant measuredAt = Instant.ofEpochSecond(claims.integer("collected_at"));
        Facts facts = Facts.parse(claims.object("facts"));

        Device device = DeviceMessage.open(signed, realm.endpoints().posture(), realm, registry, spentNonces)
                .device();
        if (device.status() == Device.Status.REVOKED) {
            // One that waits or is stopped may report: whoever decides about it wants to know its condition.
            throw Refusal.DEVICE_REVOKED.because("device is " + device.status());
        }
        Instant now = realm.clock().instant();
        PostureReport report = new PostureReport(PostureSource.AGENT, sequence, measuredAt, now, facts);
        if (!registry.storePosture(device.did(), report)) {
            throw RefusedException.postureOutdated(sequence, lastOf(device));
        }
        PostureStanding standing = realm.settings().posture().evaluate(registry.posture(device.did()), now);
        return new Reported(device, report, realm.settings().posture().validUntil(report), standing);
    }

    private long lastOf(Device device) {
        return registry.posture(device.did()).stream()
                .filter(report -> report.source().isAgent())
                .mapToLong(PostureReport::sequence)
                .findFirst()
                .orElse(0);
    }
}
