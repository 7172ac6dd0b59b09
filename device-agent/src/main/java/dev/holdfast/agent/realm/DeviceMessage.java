package dev.holdfast.agent.realm;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.platform.Platform;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * A message of section 2 of the protocol that lacks only its nonce: it can be signed again with a fresh one.
 *
 * @param type the {@code typ}
 * @param keyReference the one header member that names the key
 * @param key signs
 * @param issuer the {@code iss}
 * @param claims what this message says beside the common claims
 */
public record DeviceMessage(String type, JsonObject keyReference, DeviceKey key, String issuer, JsonObject claims) {
    private static final int JTI_BYTES = 16;

    /** {@code jwk}: the key stands in the header. */
    public static JsonObject byValue(DeviceKey key) {
        return JsonObject.builder().put("jwk", key.publicJwk().toJson()).build();
    }

    /** {@code kid}: the server knows the key by its thumbprint. */
    public static JsonObject byThumbprint(DeviceKey key) {
        return JsonObject.builder().put("kid", key.publicJwk().thumbprint()).build();
    }

    /** {@code x5c}: the certificate names the key. */
    public static JsonObject byCertificate(List<String> chain) {
        return JsonObject.builder().putStrings("x5c", chain).build();
    }

    /** Signs for one endpoint and one nonce. */
    public String sign(URI audience, String nonce, Platform platform) throws GeneralSecurityException {
        JsonObject header = JsonObject.builder()
                .put("alg", key.algorithm())
                .put("typ", type)
                .putAll(keyReference)
                .build();
        JsonObject payload = JsonObject.builder()
                .put("iss", issuer)
                .put("aud", audience.toString())
                .put("iat", platform.now())
                .put("jti", Base64Url.encode(platform.randomBytes(JTI_BYTES)))
                .put("nonce", nonce)
                .putAll(claims)
                .build();
        return CompactJws.sign(header, payload, key::sign);
    }
}
