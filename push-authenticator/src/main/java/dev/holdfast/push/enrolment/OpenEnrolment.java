package dev.holdfast.push.enrolment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An enrolment between its page and its phone.
 *
 * @param phone the phone that used the one-time key, which no other can from then on
 * @param codeHash of the code that this phone shows
 * @param triesLeft wrong codes until it is over
 */
public record OpenEnrolment(
        UUID id, String userId, Instant expiresAt, Optional<UUID> phone, Optional<String> codeHash, int triesLeft) {
    public boolean isOver(Instant now) {
        return triesLeft <= 0 || !expiresAt.isAfter(now);
    }
}
