package dev.holdfast.device.registry;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One managed machine.
 *
 * @param tpm the TPM that the realm verified; present exactly where the assurance is {@link Assurance#ATTESTED}
 * @param owner the id of the user it is assigned to
 * @param agentKey the key of its agent certificate
 * @param admission how it came into the registry
 */
public record Device(
        UUID did,
        Facts facts,
        Status status,
        Assurance assurance,
        Optional<TpmIdentity> tpm,
        Optional<String> owner,
        DeviceKey agentKey,
        Admission admission,
        Instant createdAt) {
    /** A device's standing; it counts on every call. */
    public enum Status {
        /** Enrolled, and waiting for an administrator. */
        PENDING,
        ACTIVE,
        /** Stopped until an administrator releases it. */
        QUARANTINED,
        /** Ended for good. */
        REVOKED
    }

    public Device {
        if (tpm.isPresent() != (assurance == Assurance.ATTESTED)) {
            throw new IllegalArgumentException("a device is attested by a TPM, and by nothing else");
        }
    }

    /** What the agent says of its machine; for people, not for decisions. */
    public record Facts(
            String hostname,
            String os,
            Optional<String> osVersion,
            Optional<String> model,
            Optional<String> agentVersion) {}

    /** The device after it enrolled with another token. */
    public Device enrolledWith(UUID token) {
        return new Device(did, facts, status, assurance, tpm, owner, agentKey, new Admission.ByToken(token), createdAt);
    }

    /** The device in another standing. */
    public Device in(Status other) {
        return new Device(did, facts, other, assurance, tpm, owner, agentKey, admission, createdAt);
    }

    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    /**
     * Refuses a device that may do nothing now.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#DEVICE_PENDING} or
     *     {@link Refusal#DEVICE_REVOKED}
     */
    public void requireGoodStanding() {
        if (status == Status.PENDING) {
            throw Refusal.DEVICE_PENDING.because("device is not approved");
        }
        if (status != Status.ACTIVE) {
            throw Refusal.DEVICE_REVOKED.because("device is " + status);
        }
    }
}
