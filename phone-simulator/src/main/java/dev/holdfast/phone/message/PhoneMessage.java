package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * One kind of message with its own claims (section 2); those that all messages have are added when it is signed.
 *
 * @param type of the header
 * @param sender the claim {@code iss}
 * @param claims beside the common ones
 */
public record PhoneMessage(Type type, String sender, ObjectNode claims) {
    private static final int ID_BYTES = 18;

    /** The kinds of messages that a phone sends here. */
    public enum Type {
        ENROL("holdfast-push-enrol+jwt", "enrolments"),
        FETCH("holdfast-push-fetch+jwt", "requests"),
        ANSWER("holdfast-push-answer+jwt", "answers"),
        REMOVE("holdfast-push-remove+jwt", "remove");

        private final String typ;
        private final String endpoint;

        Type(String typ, String endpoint) {
            this.typ = typ;
            this.endpoint = endpoint;
        }

        /** Below {@code {iss}/push-mfa}. */
        public String endpoint() {
            return endpoint;
        }
    }

    public static PhoneMessage enrol(OneTimeKey key, String name, String platform) {
        return new PhoneMessage(
                Type.ENROL,
                key.value(),
                Json.object().put("otk", key.value()).put("name", name).put("platform", platform));
    }

    public static PhoneMessage fetch(String phone) {
        return new PhoneMessage(Type.FETCH, phone, Json.object());
    }

    public static PhoneMessage remove(String phone) {
        return new PhoneMessage(Type.REMOVE, phone, Json.object());
    }

    public static PhoneMessage answer(String phone, SignedRequest request, Decision decision) {
        ObjectNode claims = Json.object().put("request_hash", request.hash()).put("decision", decision.word());
        if (decision instanceof Decision.Approve approve) {
            approve.number().ifPresent(number -> claims.put("number", number));
        }
        return new PhoneMessage(Type.ANSWER, phone, claims);
    }

    /** Signs it; a phone that the realm does not know yet shows its key, any other names it. */
    public String sign(String audience, String nonce, PhoneKey key, Clock clock, SecureRandom random) {
        ObjectNode header = Json.object().put("alg", "ES256").put("typ", type.typ);
        if (type == Type.ENROL) {
            header.set("jwk", key.publicJwk());
        } else {
            header.put("kid", key.thumbprint());
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        ObjectNode all = Json.object()
                .put("iss", sender)
                .put("aud", audience)
                .put("iat", clock.instant().getEpochSecond())
                .put("jti", Base64Url.encode(id))
                .put("nonce", nonce);
        all.setAll(claims);
        return CompactJws.sign(header, all, key);
    }
}
