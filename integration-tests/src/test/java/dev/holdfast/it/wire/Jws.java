package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;

/**
 * A JWS in compact serialization (RFC 7515 §3.1), taken apart.
 *
 * @param header the protected header
 * @param claims the payload
 * @param compact as it travelled
 */
public record Jws(ObjectNode header, ObjectNode claims, String compact) {

    public static Jws parse(String compact) {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("no compact JWS");
        }
        return new Jws(part(parts[0]), part(parts[1]), compact);
    }

    public static String sign(JsonNode header, JsonNode claims, WireKey key) {
        return sign(header.toString(), claims.toString(), key);
    }

    /** Signs header and claims as they are written, valid JSON or not. */
    public static String sign(String header, String claims, WireKey key) {
        String input = Base64Url.encode(header) + "." + Base64Url.encode(claims);
        return input + "." + Base64Url.encode(key.sign(input));
    }

    public boolean isSignedBy(PublicKey key) {
        int last = compact.lastIndexOf('.');
        return WireKey.verifies(
                header.path("alg").asText(),
                key,
                compact.substring(0, last),
                Base64Url.decode(compact.substring(last + 1)));
    }

    private static ObjectNode part(String text) {
        return (ObjectNode) Json.parse(Base64Url.decode(text));
    }
}
