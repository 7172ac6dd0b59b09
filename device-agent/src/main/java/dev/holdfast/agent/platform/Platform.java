package dev.holdfast.agent.platform;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Time and randomness.
 *
 * @param clock the device's clock; for {@code iat} and for display, never for a refusal
 * @param random for keys, {@code rid}s, {@code jti}s
 * @param nanoTime a clock that only goes forward, for time that has passed
 * @param pause waits between two attempts
 */
public record Platform(Clock clock, SecureRandom random, LongSupplier nanoTime, Pause pause) {

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after {@code duration}, or earlier when the thread is interrupted. */
        void of(Duration duration);
    }

    /** The real ones. */
    public static Platform system() {
        return new Platform(Clock.systemUTC(), new SecureRandom(), System::nanoTime, Platform::sleep);
    }

    /** So many random bytes. */
    public byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Seconds since the epoch by the device's clock. */
    public long now() {
        return clock.instant().getEpochSecond();
    }

    private static void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
