package dev.holdfast.access.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a sign-in serves an application.
 *
 * @param maxAge how old the authentication may be when the application is opened or a token is renewed
 * @param lifetime how long the application's session lasts from its beginning
 */
public record SessionLimits(Optional<Duration> maxAge, Optional<Duration> lifetime) {
    public static final SessionLimits NONE = new SessionLimits(Optional.empty(), Optional.empty());

    public SessionLimits {
        if (maxAge.filter(Duration::isNegative).isPresent()
                || lifetime.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new IllegalArgumentException("A session's limits are durations");
        }
    }

    /** The shorter of each. */
    public SessionLimits and(SessionLimits other) {
        return new SessionLimits(shorter(maxAge, other.maxAge), shorter(lifetime, other.lifetime));
    }

    private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }
}
