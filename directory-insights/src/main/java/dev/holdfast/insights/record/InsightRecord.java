package dev.holdfast.insights.record;

import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One thing that happened in a realm, as it is kept: no secret, no token, no code and no password is in it (A54).
 *
 * @param type the event's name, as detection rules look for it: {@code user_login_attempt}
 * @param error why it failed, in a word or a sentence; empty on success
 * @param initiatedBy who did it
 * @param methods what proved the user, as {@code password} or {@code device}
 * @param mfaType the second factor, if there was one
 * @param after what the resource is now, as far as it was said: the next change is told from it
 */
public record InsightRecord(
        UUID id,
        String realmId,
        Instant at,
        String type,
        Service service,
        boolean success,
        Optional<String> error,
        Actor initiatedBy,
        Optional<String> clientIp,
        Place place,
        Optional<String> userAgent,
        List<String> methods,
        Optional<String> mfaType,
        Optional<Device> device,
        Access access,
        Optional<Subject> resource,
        List<Change> changes,
        Map<String, String> after) {
    /** Characters of an event's name, at most. */
    public static final int MAX_TYPE = 64;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0," + (MAX_TYPE - 1) + "}");

    public InsightRecord {
        Objects.requireNonNull(id);
        Objects.requireNonNull(realmId);
        Objects.requireNonNull(at);
        Objects.requireNonNull(place);
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("no event's name: " + type);
        }
        if (success && error.isPresent()) {
            throw new IllegalArgumentException("a success has no error");
        }
        methods = List.copyOf(methods);
        changes = List.copyOf(changes);
        after = Map.copyOf(after);
    }
}
