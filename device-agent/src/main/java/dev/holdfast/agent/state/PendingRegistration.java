package dev.holdfast.agent.state;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.LabelledHash;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.KeyName;

/**
 * A registration that waits for its sign-in.
 *
 * @param key the name of the new DUK
 * @param binding base64url of the 32 random bytes
 * @param nonce the ID token nonce that binds both (section 5 of the protocol)
 * @param startedAt when, by the device's clock; only compared with its siblings'
 */
public record PendingRegistration(KeyName key, String binding, String nonce, long startedAt) {
    private static final String LABEL = "holdfast-registration";

    /** Binds a key and 32 random bytes. */
    public static PendingRegistration of(KeyName key, PublicJwk jwk, byte[] binding, long startedAt) {
        // The empty part is reserved for a user verification key.
        String nonce = LabelledHash.of(LABEL, jwk.thumbprintBytes(), new byte[0], binding);
        return new PendingRegistration(key, Base64Url.encode(binding), nonce, startedAt);
    }

    static PendingRegistration fromJson(JsonObject json) throws MalformedJsonException {
        return new PendingRegistration(
                new KeyName(json.string("key")),
                json.string("binding"),
                json.string("nonce"),
                json.number("started_at"));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .put("key", key.value())
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
