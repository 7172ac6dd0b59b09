package dev.holdfast.agent.state;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.LabelledHash;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.UnlockableKey;
import java.util.Optional;

/**
 * A registration that waits for its sign-in.
 *
 * @param key the name of the new DUK
 * @param userKey the name of the new key that is used with a PIN, if there is one
 * @param binding base64url of the 32 random bytes
 * @param nonce the ID token nonce that binds all of it (section 5 of the protocol)
 * @param startedAt when, by the device's clock; only compared with its siblings'
 */
public record PendingRegistration(
        KeyName key, Optional<KeyName> userKey, String binding, String nonce, long startedAt) {
    private static final String LABEL = "holdfast-registration";

    /** Binds a key, perhaps one that is used with a PIN, and 32 random bytes. */
    public static PendingRegistration of(
            DeviceKey key, Optional<UnlockableKey> userKey, byte[] binding, long startedAt) {
        byte[] second = userKey.map(duv -> duv.publicJwk().thumbprintBytes()).orElseGet(() -> new byte[0]);
        String nonce = LabelledHash.of(LABEL, key.publicJwk().thumbprintBytes(), second, binding);
        return new PendingRegistration(
                key.name(), userKey.map(DeviceKey::name), Base64Url.encode(binding), nonce, startedAt);
    }

    static PendingRegistration fromJson(JsonObject json) throws MalformedJsonException {
        return new PendingRegistration(
                new KeyName(json.string("key")),
                json.optionalString("user_key").map(KeyName::new),
                json.string("binding"),
                json.string("nonce"),
                json.number("started_at"));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .put("key", key.value())
                .putIfPresent("user_key", userKey.map(KeyName::value).orElse(null))
                .put("binding", binding)
                .put("nonce", nonce)
                .put("started_at", startedAt)
                .build();
    }

    /** Binding and nonce are nobody's business. */
    @Override
    public String toString() {
        return "PendingRegistration[" + key.value() + "]";
    }
}
