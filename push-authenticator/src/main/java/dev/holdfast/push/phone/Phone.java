package dev.holdfast.push.phone;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.push.delivery.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One app of one user with its key.
 *
 * @param userId whose it is, for good: an enrolment cannot be transferred
 * @param name what people call it
 */
public record Phone(
        UUID id,
        String userId,
        Status status,
        DeviceKey key,
        String name,
        String platform,
        Optional<Subscription> subscription,
        Optional<PhoneCredential> credential,
        Instant createdAt) {
    /** What {@code platform} can be. */
    public static final List<String> PLATFORMS = List.of("android", "ios", "windows", "macos", "linux", "other");

    private static final String ISSUER = "urn:holdfast:phone:";

    public enum Status {
        /** Its code was not typed on the page yet. */
        PENDING,
        ACTIVE,
        /** Removed; its key stays known, so that nobody enrols it again and its app learns why. */
        ENDED
    }

    /** The {@code iss} of its messages, and its name in the {@code aud} of requests. */
    public String sender() {
        return ISSUER + id;
    }

    /** The phone that an {@code iss} names, if it has the form of one. */
    public static Optional<UUID> named(String sender) {
        if (!sender.startsWith(ISSUER)) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(sender.substring(ISSUER.length()));
            return sender.equals(ISSUER + id) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
