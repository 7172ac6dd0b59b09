package dev.holdfast.bench.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;

/** Proofs of possession for requests (RFC 9449 §4.2). */
public final class DpopProof {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DpopProof() {}

    /**
     * Makes a proof with a fresh {@code jti}.
     *
     * @param key the key that tokens are bound to
     * @param method the request's method
     * @param target the request's URI, without query and fragment
     * @param now when the request is sent
     */
    public static String of(ClientKey key, String method, URI target, Instant now) {
        ObjectNode header = JSON.createObjectNode().put("typ", "dpop+jwt");
        header.set("jwk", key.jwk());
        ObjectNode claims = JSON.createObjectNode()
                .put("jti", Base64Url.random(16))
                .put("htm", method)
                .put("htu", target.toString())
                .put("iat", now.getEpochSecond());
        return key.sign(header, claims);
    }
}
