package dev.holdfast.push.request;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.push.limit.Lane;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.UserVerification;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request as the realm keeps it.
 *
 * @param resource the application
 * @param compact what the realm signed; the same for all phones
 * @param number the two digits that the page shows; empty without number matching, and as soon as it was decided
 */
public record PushRequest(
        UUID id,
        String userId,
        Lane lane,
        String resource,
        Instant askedAt,
        Instant expiresAt,
        String compact,
        Optional<String> number,
        Outcome outcome) {
    private static final int MOST_PHONES = 16;

    /** What an answer names it by. */
    public byte[] hash() {
        return CompactJws.parse(compact).hash();
    }

    public String hashText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash());
    }

    /** Whether this phone was asked. */
    public boolean names(Phone phone) {
        return phone.userId().equals(userId)
                && CompactJws.parse(compact)
                        .unverifiedClaims()
                        .texts("aud", MOST_PHONES, 255)
                        .contains(phone.sender());
    }

    /** What was demanded when it was asked. */
    public UserVerification userVerification() {
        return UserVerification.read(
                CompactJws.parse(compact).unverifiedClaims().text("user_verification"));
    }

    /** What the phone was told of the sign-in: the application's name and the address that asked. */
    public Map<String, String> told() {
        Claims claims = CompactJws.parse(compact).unverifiedClaims();
        return Map.of("clientName", claims.text("client_name"), "address", claims.text("ip"));
    }

    public boolean isOver(Instant now) {
        return !expiresAt.isAfter(now);
    }

    /** Without the number. */
    @Override
    public String toString() {
        return "PushRequest[" + id + "]";
    }
}
