package dev.holdfast.agent.state;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.rotation.Rotation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One user on this device, alive.
 *
 * @param id the registration's id
 * @param account what the realm calls the user
 * @param key the name of the DUK
 * @param userKey the name of the key that is used with a PIN, if there is one
 * @param rotation the DURT to present, and the way back
 * @param activeUntil when the server locks it, by the server's clock
 * @param clockOffset the server's clock minus the device's when they last met, in seconds
 * @param locked whether the server said so after {@code activeUntil} was learned
 * @param usedAt when it last signed in, by the device's clock; only compared with its siblings'
 */
public record Registration(
        RegistrationId id,
        String account,
        KeyName key,
        Optional<KeyName> userKey,
        Rotation rotation,
        long activeUntil,
        long clockOffset,
        boolean locked,
        long usedAt) {

    /** How a registration looks to a page. */
    public enum Standing {
        /** Signs in silently. */
        READY,
        /** Signs in after a normal sign-in. */
        LOCKED,
        /** Signs in never again. */
        ENDED
    }

    /** The same with another rotation. */
    public Registration with(Rotation next) {
        return new Registration(id, account, key, userKey, next, activeUntil, clockOffset, locked, usedAt);
    }

    /** The same after the server refused because it is locked. */
    public Registration asLocked() {
        return new Registration(id, account, key, userKey, rotation, activeUntil, clockOffset, true, usedAt);
    }

    /** The same after the server rotated. */
    public Registration rotated(Rotation next, long newActiveUntil, long newClockOffset, long now) {
        return new Registration(id, account, key, userKey, next, newActiveUntil, newClockOffset, false, now);
    }

    /** The same after its user unlocked it. */
    public Registration unlockedUntil(long newActiveUntil) {
        return new Registration(id, account, key, userKey, rotation, newActiveUntil, clockOffset, false, usedAt);
    }

    /**
     * Ready or locked, as far as the device can tell. It is a hint for the page and decides nothing: the server's time
     * is estimated, and the server is asked all the same.
     */
    public Standing standing(long deviceNow) {
        return locked || deviceNow + clockOffset >= activeUntil ? Standing.LOCKED : Standing.READY;
    }

    static Registration fromJson(JsonObject json) throws MalformedJsonException {
        try {
            Optional<String> kept = json.optionalString("kept_durt");
            Rotation.Kept way = kept.isPresent() ? new Rotation.Kept(kept.get(), json.string("kept_rid")) : null;
            return new Registration(
                    new RegistrationId(json.string("registration")),
                    json.string("account"),
                    new KeyName(json.string("key")),
                    json.optionalString("user_key").map(KeyName::new),
                    new Rotation(json.string("durt"), orNull(json.optionalString("rid")), way),
                    json.number("active_until"),
                    json.number("clock_offset"),
                    json.flag("locked"),
                    json.number("used_at"));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("not a registration");
        }
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", 1)
                .put("registration", id.value())
                .put("account", account)
                .put("key", key.value())
                .putIfPresent("user_key", userKey.map(KeyName::value).orElse(null))
                .put("durt", rotation.durt())
                .putIfPresent("rid", rotation.rid());
        Rotation.Kept kept = rotation.kept();
        if (kept != null) {
            json.put("kept_durt", kept.durt()).put("kept_rid", kept.rid());
        }
        return json.put("active_until", activeUntil)
                .put("clock_offset", clockOffset)
                .put("locked", locked)
                .put("used_at", usedAt)
                .build();
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }

    /**
     * What remains of a registration that ended: no key, no token.
     *
     * @param id the registration's id
     * @param account what the realm calls the user
     * @param reason why it ended
     */
    public record Ended(RegistrationId id, String account, ErrorCode reason) {
        static Ended fromJson(JsonObject json) throws MalformedJsonException {
            try {
                return new Ended(
                        new RegistrationId(json.string("registration")),
                        json.string("account"),
                        ErrorCode.of(json.string("ended")).orElse(ErrorCode.REGISTRATION_REVOKED));
            } catch (IllegalArgumentException e) {
                throw new MalformedJsonException("not a registration");
            }
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("version", 1)
                    .put("registration", id.value())
                    .put("account", account)
                    .put("ended", reason.wire())
                    .build();
        }
    }
}
