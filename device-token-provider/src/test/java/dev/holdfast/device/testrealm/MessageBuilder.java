package dev.holdfast.device.testrealm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A message in the making: whatever a test wants to be wrong can be overwritten or left out before it is signed. */
public final class MessageBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    public MessageBuilder(String typ) {
        header.put("typ", typ);
        claims.put("jti", UUID.randomUUID().toString());
    }

    public MessageBuilder header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    public MessageBuilder claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    public MessageBuilder withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    public MessageBuilder withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    public Map<String, Object> claims() {
        return claims;
    }

    /** Signs; {@code alg} is the key's own unless the header has one already. */
    public String sign(TestKey key) {
        header.putIfAbsent("alg", key.algorithm().name());
        return compact(json(header), json(claims), key);
    }

    /** A compact JWS over exactly this header and this payload. */
    public static String compact(String header, String payload, TestKey key) {
        String input = encode(header.getBytes(StandardCharsets.UTF_8))
                + '.'
                + encode(payload.getBytes(StandardCharsets.UTF_8));
        return input + '.' + encode(key.sign(input));
    }

    public static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
