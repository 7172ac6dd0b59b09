package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;

/** A JWS in compact serialization (RFC 7515 section 3.1): what somebody claims until {@link #isSignedBy} says more. */
public final class CompactJws {
    private final String compact;
    private final ObjectNode header;
    private final ObjectNode claims;

    private CompactJws(String compact, ObjectNode header, ObjectNode claims) {
        this.compact = compact;
        this.header = header;
        this.claims = claims;
    }

    /** Signs with ES256. */
    public static String sign(ObjectNode header, ObjectNode claims, PhoneKey key) {
        String input = Base64Url.encode(Json.write(header)) + "." + Base64Url.encode(Json.write(claims));
        return input + "." + Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    public static CompactJws parse(String compact) throws MalformedException {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3 || compact.length() > Json.MAX_BYTES) {
            throw new MalformedException("no compact JWS");
        }
        Base64Url.decode(parts[2]);
        return new CompactJws(compact, Json.read(Base64Url.decode(parts[0])), Json.read(Base64Url.decode(parts[1])));
    }

    public String compact() {
        return compact;
    }

    public ObjectNode header() {
        return header;
    }

    public ObjectNode claims() {
        return claims;
    }

    /** Whether this is an ES256 signature by {@code key}, under a header that asks for nothing unusual. */
    public boolean isSignedBy(PublicKey key) {
        if (!header.path("alg").asText().equals("ES256") || header.has("crit") || header.has("b64")) {
            return false;
        }
        int end = compact.lastIndexOf('.');
        try {
            return P256.verifies(
                    key,
                    compact.substring(0, end).getBytes(StandardCharsets.US_ASCII),
                    Base64Url.decode(compact.substring(end + 1)));
        } catch (MalformedException e) {
            return false;
        }
    }
}
