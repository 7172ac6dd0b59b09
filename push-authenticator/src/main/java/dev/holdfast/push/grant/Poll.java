package dev.holdfast.push.grant;

import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.request.PushRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a client hears that comes again for what it asked of its own (OpenID CIBA Core §11). */
public enum Poll {
    PENDING,
    EXPIRED,
    DENIED,
    APPROVED;

    /**
     * Whom nobody asked, for want of a phone or because of a limit, looks as one who does not answer.
     *
     * @param asked empty where nobody was asked
     * @param taken when the client's request was taken
     * @param lifetime how long a phone has to answer
     */
    public static Poll of(Optional<PushRequest> asked, Instant taken, Duration lifetime, Instant now) {
        return switch (asked.map(PushRequest::outcome).orElse(Outcome.WAITING)) {
            case APPROVED -> APPROVED;
            case DENIED, REPORTED, WRONG_NUMBER -> DENIED;
            case WAITING ->
                asked.map(PushRequest::expiresAt).orElse(taken.plus(lifetime)).isAfter(now) ? PENDING : EXPIRED;
        };
    }
}
