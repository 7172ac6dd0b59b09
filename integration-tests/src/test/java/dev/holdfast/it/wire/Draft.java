package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A message about to be signed: a test changes in it what it likes. */
public final class Draft {
    private final String endpoint;
    private final ObjectNode header;
    private final ObjectNode claims;
    private WireKey key;

    Draft(String endpoint, ObjectNode header, ObjectNode claims, WireKey key) {
        this.endpoint = endpoint;
        this.header = header;
        this.claims = claims;
        this.key = key;
    }

    /** The URL that the message is for. */
    public String endpoint() {
        return endpoint;
    }

    public ObjectNode header() {
        return header;
    }

    public ObjectNode claims() {
        return claims;
    }

    public WireKey key() {
        return key;
    }

    /** Signs with another key than the header names. */
    public Draft signedBy(WireKey other) {
        this.key = other;
        return this;
    }

    public Draft with(String claim, String value) {
        claims.put(claim, value);
        return this;
    }

    public String compact() {
        return Jws.sign(header, claims, key);
    }
}
