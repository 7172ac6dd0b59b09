package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second implementation of the agent, from docs/protocol.md alone: it shares no class with server or agent. It keeps
 * nothing durably, since it crashes only where a test wants it to.
 */
public final class WireAgent {
    private final WireRealm realm;
    private final WireKey key;
    private final String did;
    private final JsonNode certificates;

    private WireAgent(WireRealm realm, WireKey key, String did, JsonNode certificates) {
        this.realm = realm;
        this.key = key;
        this.did = did;
        this.certificates = certificates;
    }

    /** Enrols with a new agent key (protocol §4). */
    public static WireAgent enrol(WireRealm realm, String enrolmentToken) {
        return enrol(realm, enrolmentToken, WireKey.es256());
    }

    public static WireAgent enrol(WireRealm realm, String enrolmentToken, WireKey key) {
        return enrolled(realm, key, realm.send(finish(realm, begin(realm, enrolmentToken), key)));
    }

    /** The agent that a successful answer of {@code finish} makes. */
    public static WireAgent enrolled(WireRealm realm, WireKey key, Answer answer) {
        JsonNode enrolled = answer.granted();
        if (!enrolled.path("issuer").asText().equals(realm.issuer().toString())) {
            throw new AssertionError("enrolled for another issuer");
        }
        return new WireAgent(realm, key, enrolled.path("did").asText(), enrolled.path("certificate_chain"));
    }

    /** Adopts a certificate of another authority (protocol §4). */
    public static WireAgent adopt(WireRealm realm, WireKey key, List<X509Certificate> chain) {
        JsonNode adopted = realm.send(adoption(realm, key, chain)).granted();
        return new WireAgent(realm, key, adopted.path("did").asText(), x5c(chain));
    }

    /** The message for {@code /agents/adopt}. */
    public static Draft adoption(WireRealm realm, WireKey key, List<X509Certificate> chain) {
        String endpoint = realm.endpoint("agent_adoption_endpoint");
        String sender = "urn:holdfast:certificate:" + Base64Url.encode(Sha256.of(der(chain.get(0))));
        ObjectNode claims = common(endpoint, sender, realm.nonce());
        claims.set("facts", Json.of(Map.of("hostname", "wire-" + Base64Url.random(6), "os", "linux")));
        ObjectNode header = header(key, "holdfast-agent-adopt+jwt");
        header.set("x5c", x5c(chain));
        return new Draft(endpoint, header, claims, key);
    }

    private static JsonNode x5c(List<X509Certificate> chain) {
        ArrayNode texts = Json.object().putArray("x5c");
        chain.forEach(one -> texts.add(Base64.getEncoder().encodeToString(der(one))));
        return texts;
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Answer of {@code /agents/begin}: {@code enrolment_id} and {@code nonce}. */
    public static JsonNode begin(WireRealm realm, String enrolmentToken) {
        KnownSecrets.keep("enrolment token", enrolmentToken);
        return realm.postJson(
                        realm.endpoint("agent_begin_endpoint"),
                        Json.object().put("enrolment_token", enrolmentToken).toString())
                .granted();
    }

    /** The message for {@code /agents/finish}. */
    public static Draft finish(WireRealm realm, JsonNode begun, WireKey key) {
        String endpoint = realm.endpoint("agent_finish_endpoint");
        String id = begun.path("enrolment_id").asText();
        ObjectNode claims = common(endpoint, id, begun.path("nonce").asText());
        claims.put("enrolment_id", id);
        claims.put("csr", Base64Url.encode(CertificateRequest.of(key)));
        claims.set(
                "facts",
                Json.of(Map.of(
                        "hostname", "wire-" + Base64Url.random(6),
                        "os", "linux",
                        "os_version", "12",
                        "model", "none",
                        "agent_version", "0")));
        ObjectNode header = header(key, "holdfast-agent-enrol+jwt");
        header.set("jwk", key.jwk());
        return new Draft(endpoint, header, claims, key);
    }

    public WireRealm realm() {
        return realm;
    }

    public WireKey key() {
        return key;
    }

    public String did() {
        return did;
    }

    /** The certificates as {@code x5c}: standard base64, leaf first. */
    public JsonNode certificates() {
        return certificates;
    }

    /** What a device keeps of a sign-in that is to be bound to a new key (protocol §5). */
    public record Binding(WireKey duk, Optional<WireKey> duv, byte[] bytes) {
        public Binding(WireKey duk, byte[] bytes) {
            this(duk, Optional.empty(), bytes);
        }

        public static Binding to(WireKey duk) {
            return new Binding(duk, Base64Url.randomBytes(32));
        }

        /** With a second key, which the device releases after it asked its user. */
        public static Binding to(WireKey duk, WireKey duv) {
            return new Binding(duk, Optional.of(duv), Base64Url.randomBytes(32));
        }

        /** The nonce that the ID token must bear. */
        public String idTokenNonce() {
            return Base64Url.encode(Sha256.labelled(
                    "holdfast-registration",
                    duk.thumbprint(),
                    duv.map(WireKey::thumbprint).orElseGet(() -> new byte[0]),
                    bytes));
        }
    }

    /** The message for {@code /registrations}. */
    public Draft registration(Binding binding, String idToken) {
        KnownSecrets.keep("ID token", idToken);
        String endpoint = realm.endpoint("registration_endpoint");
        ObjectNode claims = common(endpoint, sender(), realm.nonce());
        claims.put("did", did);
        claims.put("binding", Base64Url.encode(binding.bytes()));
        claims.put("id_token", idToken);
        ObjectNode duk = claims.putObject("duk");
        duk.set("jwk", binding.duk().jwk());
        duk.put("pop", proof(binding.duk(), claims.path("nonce").asText()).compact());
        binding.duv().ifPresent(key -> {
            ObjectNode duv = claims.putObject("duv");
            duv.set("jwk", key.jwk());
            duv.put("pop", proof(key, claims.path("nonce").asText()).compact());
            duv.put("method", "pin");
        });
        return signedByAgent(endpoint, "holdfast-registration+jwt", claims);
    }

    /** A {@code holdfast-pop+jwt} of a key for a registration message. */
    public Draft proof(WireKey duk, String nonce) {
        String endpoint = realm.endpoint("registration_endpoint");
        ObjectNode header = header(duk, "holdfast-pop+jwt");
        header.set("jwk", duk.jwk());
        return new Draft(endpoint, header, common(endpoint, sender(), nonce), duk);
    }

    /** Sends a registration and keeps its outcome. */
    public WireRegistration register(Binding binding, String idToken) {
        return new WireRegistration(
                this, binding.duk(), realm.send(registration(binding, idToken)).granted());
    }

    /** The message for {@code /agents/renew}. */
    public Draft renewal() {
        String endpoint = realm.endpoint("agent_renewal_endpoint");
        ObjectNode claims = common(endpoint, sender(), realm.nonce());
        claims.put("csr", Base64Url.encode(CertificateRequest.of(key)));
        return signedByAgent(endpoint, "holdfast-agent-renew+jwt", claims);
    }

    /** The agent with the certificate of a successful renewal. */
    public WireAgent renewed(Answer answer) {
        return enrolled(realm, key, answer);
    }

    /** The message for {@code /posture} (protocol §14). */
    public Draft posture(long sequence, Map<String, Object> facts) {
        String endpoint = realm.endpoint("posture_endpoint");
        ObjectNode claims = common(endpoint, sender(), realm.nonce());
        claims.put("seq", sequence);
        claims.put("collected_at", Instant.now().getEpochSecond());
        claims.set("facts", Json.of(facts));
        return signedByAgent(endpoint, "holdfast-posture+jwt", claims);
    }

    /** The message that ends this whole device. */
    public Draft revokeDevice(String reason) {
        String endpoint = realm.endpoint("revocation_endpoint");
        ObjectNode claims = common(endpoint, sender(), realm.nonce());
        claims.put("did", did);
        claims.put("reason", reason);
        return signedByAgent(endpoint, "holdfast-revoke+jwt", claims);
    }

    /** The message that ends one registration, signed by the agent. */
    public Draft revokeRegistration(String registration, String reason) {
        String endpoint = realm.endpoint("revocation_endpoint");
        ObjectNode claims = common(endpoint, sender(), realm.nonce());
        claims.put("registration", registration);
        claims.put("reason", reason);
        return signedByAgent(endpoint, "holdfast-revoke+jwt", claims);
    }

    String sender() {
        return "urn:holdfast:device:" + did;
    }

    private Draft signedByAgent(String endpoint, String typ, ObjectNode claims) {
        ObjectNode header = header(key, typ);
        header.set("x5c", certificates);
        return new Draft(endpoint, header, claims, key);
    }

    static ObjectNode header(WireKey key, String typ) {
        return Json.object().put("alg", key.alg()).put("typ", typ);
    }

    static ObjectNode common(String endpoint, String sender, String nonce) {
        return Json.object()
                .put("iss", sender)
                .put("aud", endpoint)
                .put("iat", Instant.now().getEpochSecond())
                .put("jti", Base64Url.random(16))
                .put("nonce", nonce);
    }
}
