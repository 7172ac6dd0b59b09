package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One user's registration on a device: the DUK and the DURT that is current (protocol §§6, 7). */
public final class WireRegistration {
    private final WireAgent agent;
    private final WireKey duk;
    private final String id;
    private final String account;
    private final long activeUntil;
    private String durt;

    WireRegistration(WireAgent agent, WireKey duk, JsonNode answer) {
        this.agent = agent;
        this.duk = duk;
        this.id = answer.path("registration").asText();
        this.account = answer.path("account").asText();
        this.activeUntil = answer.path("active_until").asLong();
        this.durt = KnownSecrets.keep("DURT", answer.path("durt").asText());
    }

    public WireAgent agent() {
        return agent;
    }

    public WireKey duk() {
        return duk;
    }

    public String id() {
        return id;
    }

    public String account() {
        return account;
    }

    public long activeUntil() {
        return activeUntil;
    }

    public String durt() {
        return durt;
    }

    /** Goes on with another DURT. */
    public void use(String other) {
        this.durt = KnownSecrets.keep("DURT", other);
    }

    public static String newRid() {
        return Base64Url.random(32);
    }

    /** The message for {@code /exchange} with the current DURT and a fresh nonce. */
    public Draft exchange(String challenge, String rid) {
        return exchange(challenge, rid, agent.realm().nonce());
    }

    /** The same with a nonce that is at hand, for example of the answer before. */
    public Draft exchange(String challenge, String rid, String nonce) {
        WireRealm realm = agent.realm();
        String endpoint = realm.endpoint("exchange_endpoint");
        ObjectNode claims = WireAgent.common(endpoint, agent.sender(), nonce);
        claims.put("registration", id);
        claims.put("durt", durt);
        claims.put("rid", rid);
        claims.put("challenge", challenge);
        claims.put("origin", realm.origin());
        return signed(endpoint, "holdfast-exchange+jwt", claims);
    }

    /** Exchanges as an agent does: keeps the new DURT, returns the DUST. */
    public String dustFor(String challenge) {
        verifyChallenge(challenge);
        return rotate(agent.realm().send(exchange(challenge, newRid())));
    }

    /** Keeps the new DURT of a granted exchange and returns its DUST. */
    public String rotate(Answer answer) {
        JsonNode granted = answer.granted();
        use(granted.path("durt").asText());
        return KnownSecrets.keep("DUST", granted.path("dust").asText());
    }

    /** The message for {@code /proof} with a fresh nonce (protocol §13). */
    public Draft proof(String challenge) {
        WireRealm realm = agent.realm();
        String endpoint = realm.endpoint("proof_endpoint");
        ObjectNode claims = WireAgent.common(endpoint, agent.sender(), realm.nonce());
        claims.put("registration", id);
        claims.put("challenge", challenge);
        claims.put("origin", realm.origin());
        return signed(endpoint, "holdfast-proof+jwt", claims);
    }

    /** Proves a session as an agent does: no rotation, one DUST. */
    public String proofFor(String challenge) {
        verifyChallenge(challenge);
        return KnownSecrets.keep(
                "DUST",
                agent.realm().send(proof(challenge)).granted().path("dust").asText());
    }

    /** The message for {@code /unlock} by the hash of the current DURT (protocol §8); without a page. */
    public Draft unlock(WireKey duv) {
        WireRealm realm = agent.realm();
        String endpoint = realm.endpoint("unlock_endpoint");
        ObjectNode claims = WireAgent.common(endpoint, agent.sender(), realm.nonce());
        claims.put("registration", id);
        claims.put("durt_hash", Base64Url.encode(Sha256.of(durt)));
        claims.put("method", "pin");
        return new Draft(endpoint, WireAgent.header(duv, "holdfast-unlock+jwt").put("kid", duv.jkt()), claims, duv);
    }

    /** The same for the page that holds this challenge. */
    public Draft unlock(WireKey duv, String challenge) {
        verifyChallenge(challenge);
        return unlock(duv)
                .with("challenge", challenge)
                .with("origin", agent.realm().origin());
    }

    /** The message that ends this registration, signed by its own key. */
    public Draft revoke(String reason) {
        WireRealm realm = agent.realm();
        String endpoint = realm.endpoint("revocation_endpoint");
        ObjectNode claims = WireAgent.common(endpoint, agent.sender(), realm.nonce());
        claims.put("registration", id);
        claims.put("reason", reason);
        return signed(endpoint, "holdfast-revoke+jwt", claims);
    }

    private Draft signed(String endpoint, String typ, ObjectNode claims) {
        ObjectNode header = WireAgent.header(duk, typ).put("kid", duk.jkt());
        return new Draft(endpoint, header, claims, duk);
    }

    /** What the agent must verify before it answers a page (protocol §6, step 2). */
    private void verifyChallenge(String challenge) {
        WireRealm realm = agent.realm();
        Jws jws = Jws.parse(challenge);
        JsonNode key = null;
        for (JsonNode candidate : realm.jwks()) {
            if (candidate.path("kid").asText().equals(jws.header().path("kid").asText())) {
                key = candidate;
            }
        }
        if (key == null
                || !jws.isSignedBy(WireKey.publicKey(key))
                || !jws.header().path("typ").asText().equals("holdfast-challenge+jwt")
                || !jws.claims().path("iss").asText().equals(realm.issuer().toString())
                || !jws.claims().path("aud").asText().equals("holdfast-agent")
                || !jws.claims().path("origin").asText().equals(realm.origin())) {
            throw new AssertionError("a challenge that no agent may answer: " + jws.header() + jws.claims());
        }
    }
}
