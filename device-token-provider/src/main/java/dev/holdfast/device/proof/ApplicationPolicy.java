package dev.holdfast.device.proof;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one application demands of its sessions.
 *
 * @param deviceRequired only a session that a device proved just now is let in
 * @param proofLifetime how long after a proof the application may refresh its tokens
 */
public record ApplicationPolicy(boolean deviceRequired, Optional<Duration> proofLifetime) {
    /** Attribute of an application, or of the realm for all applications that do not say otherwise. */
    public static final String DEVICE_REQUIRED = "holdfast.deviceRequired";

    /** Attribute of an application: seconds from {@link #SHORTEST} to {@link #LONGEST}. */
    public static final String SESSION_SECONDS = "holdfast.sessionSeconds";

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofDays(30);

    /**
     * Reads the policy. A value outside the bounds counts as the nearest bound and one that is no number as the shortest:
     * a slip of the pen makes a session shorter, never endless.
     *
     * @param application the application's attributes
     * @param realm the realm's attributes
     */
    public static ApplicationPolicy read(
            Function<String, @Nullable String> application, Function<String, @Nullable String> realm) {
        String required = Optional.ofNullable(application.apply(DEVICE_REQUIRED))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(realm.apply(DEVICE_REQUIRED)))
                .map(String::trim)
                .orElse("false");
        Optional<Duration> lifetime = Optional.ofNullable(application.apply(SESSION_SECONDS))
                .filter(value -> !value.isBlank())
                .map(ApplicationPolicy::seconds);
        // Whoever writes anything but "false" wants the device.
        return new ApplicationPolicy(!required.isEmpty() && !required.equalsIgnoreCase("false"), lifetime);
    }

    private static Duration seconds(String configured) {
        try {
            long seconds = Long.parseLong(configured.trim());
            return Duration.ofSeconds(Math.max(SHORTEST.toSeconds(), Math.min(LONGEST.toSeconds(), seconds)));
        } catch (NumberFormatException e) {
            return SHORTEST;
        }
    }
}
