package dev.holdfast.device.registry;

import dev.holdfast.device.key.DeviceKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One managed machine.
 *
 * @param owner the id of the user it is assigned to
 * @param agentKey the key of its agent certificate
 * @param enrolmentToken the id of the token that enrolled it
 */
public record Device(
        UUID did,
        Facts facts,
        Status status,
        Assurance assurance,
        Optional<String> owner,
        DeviceKey agentKey,
        UUID enrolmentToken,
        Instant createdAt) {
    /** A device's standing; it counts on every call. */
    public enum Status {
        ACTIVE,
        REVOKED
    }

    /** What is known of the place where the device's keys live. */
    public enum Assurance {
        /** Keys in files: the agent cannot show more. */
        SOFTWARE
    }

    /** What the agent says of its machine; for people, not for decisions. */
    public record Facts(
            String hostname,
            String os,
            Optional<String> osVersion,
            Optional<String> model,
            Optional<String> agentVersion) {}

    public boolean isActive() {
        return status == Status.ACTIVE;
    }
}
