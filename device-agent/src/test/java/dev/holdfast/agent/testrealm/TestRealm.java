package dev.holdfast.agent.testrealm;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.agent.tpm.MakeCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A realm on a loopback port. */
public final class TestRealm implements AutoCloseable {
    /** A token with unlimited uses. */
    public static final String ENROLMENT_TOKEN = "hfe_" + "a".repeat(43);

    static {
        // The server writes headers and body apart; without this each answer waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What goes wrong with one request. */
    public sealed interface Fault {
        /** The connection ends; nothing was done. */
        record DropRequest() implements Fault {}

        /** It is done, and the answer is lost. */
        record DropAnswer() implements Fault {}

        /** It is done, and a gateway answers something else. */
        record GarbleAnswer(int status, String body) implements Fault {}

        /** It is not done; another server is named. */
        record Redirect(String to) implements Fault {}

        /** It is refused after a valid signature. */
        record Refuse(int status, String code, int retryAfter) implements Fault {}
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private final TestCa ca;
    private final ECKey oidcKey;
    private volatile ECKey tokenKey;
    private final String issuer;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, String> enrolments = new ConcurrentHashMap<>();
    private final Map<String, OpenAttestation> attestations = new ConcurrentHashMap<>();
    private final Map<String, byte[]> attestationKeys = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> claims = new ConcurrentHashMap<>();
    private final Map<String, String> devicesByKey = new ConcurrentHashMap<>();
    private final Set<String> revokedDevices = ConcurrentHashMap.newKeySet();
    private final Map<String, ServerRegistration> registrations = new ConcurrentHashMap<>();
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private volatile String claimedIssuer;
    private volatile Tpms tpms = Tpms.UNKNOWN;
    private final AtomicLong lastPosture = new AtomicLong();
    private volatile boolean wantsPosture;
    private volatile boolean demandsCompliance;
    private volatile boolean compliant;
    private volatile String account = "ada";
    private volatile long activeUntil = Instant.now().getEpochSecond() + 43_200;

    public TestRealm() {
        try {
            ca = new TestCa();
            oidcKey = new ECKeyGenerator(Curve.P_256).keyID("oidc").generate();
            tokenKey = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
            server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/acme";
        claimedIssuer = issuer;
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    // ---- what tests ask and set -------------------------------------------------------------------------------

    public String issuer() {
        return issuer;
    }

    /** The origin of the login page. */
    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets the next request to {@code /device-token/<name>} go wrong; several queue up. */
    public void next(String name, Fault fault) {
        faults.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>()).add(fault);
    }

    /** How often an endpoint was asked. */
    public int requests(String name) {
        return requests.getOrDefault(name, new AtomicInteger()).get();
    }

    /** What the realm makes of TPMs. */
    public enum Tpms {
        /** It never heard of them, as servers before. */
        UNKNOWN,
        /** It knows what they are, and this one's maker it does not trust. */
        DISTRUSTED,
        /** It trusts every one, and verifies what it says. */
        TRUSTED
    }

    private record OpenAttestation(byte[] akPublic, byte[] secret) {}

    public void setTpms(Tpms knowledge) {
        tpms = knowledge;
    }

    public boolean isAttested(String did) {
        return attestationKeys.containsKey(did);
    }

    /** The claims of the last message to an endpoint. */
    public Map<String, Object> lastClaims(String name) {
        return claims.get(name);
    }

    /** Takes reports of the device's condition, and lets nobody sign in before one that it likes. */
    public void demandCompliance() {
        wantsPosture = true;
        demandsCompliance = true;
    }

    /** Takes reports, and demands nothing. */
    public void wantPosture() {
        wantsPosture = true;
    }

    /** As if a later state of the device had reported already. */
    public void setLastPosture(long sequence) {
        lastPosture.set(sequence);
    }

    public void setAccount(String name) {
        account = name;
    }

    public void setActiveUntil(long seconds) {
        activeUntil = seconds;
    }

    /** Makes discovery lie about its issuer. */
    public void setClaimedIssuer(String value) {
        claimedIssuer = value;
    }

    /** Replaces the key that signs challenges. */
    public void rotateKey() throws Exception {
        tokenKey = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    }

    public ServerRegistration registration(String id) {
        return registrations.get(id);
    }

    public Collection<ServerRegistration> registrations() {
        return registrations.values();
    }

    public boolean isRevoked(String did) {
        return revokedDevices.contains(did);
    }

    public int devices() {
        return Set.copyOf(devicesByKey.values()).size();
    }

    /** Everything secret that ever went over the wire: no log may hold one. */
    public Set<String> secrets() {
        return secrets;
    }

    /** A challenge as the login page holds it. */
    public String challenge(String purpose) throws Exception {
        return challenge(purpose, claims -> claims);
    }

    /** A challenge with claims changed. */
    public String challenge(String purpose, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(tokenKey, "holdfast-challenge+jwt", challengeClaims(purpose, change));
    }

    /** A challenge under another {@code typ}. */
    public String challengeTyped(String type, String purpose) throws Exception {
        return sign(tokenKey, type, challengeClaims(purpose, claims -> claims));
    }

    /** A challenge of somebody who has another key and the realm's key id. */
    public String forgedChallenge(String purpose) throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID(tokenKey.getKeyID()).generate();
        return sign(other, "holdfast-challenge+jwt", challengeClaims(purpose, claims -> claims));
    }

    private JWTClaimsSet challengeClaims(String purpose, UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience("holdfast-agent")
                        .claim("txn", UUID.randomUUID().toString())
                        .claim("cc", "c".repeat(43))
                        .claim("origin", origin())
                        .claim("client_id", "app")
                        .claim("client_name", "App")
                        .claim("purpose", purpose)
                        .claim("nonce", nonce())
                        .issueTime(new Date())
                        .expirationTime(Date.from(Instant.now().plusSeconds(120))))
                .build();
    }

    /** An ID token as the page door gets it. */
    public String idToken(String nonce) throws Exception {
        return idToken(nonce, issuer);
    }

    public String idToken(String nonce, String from) throws Exception {
        secrets.add(nonce);
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(from)
                .audience("holdfast-agent")
                .subject("user-of-" + account)
                .claim("preferred_username", account)
                .claim("nonce", nonce)
                .claim("auth_time", now.getEpochSecond())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .build();
        String token = sign(oidcKey, "JWT", claims);
        secrets.add(token);
        return token;
    }

    private static String sign(ECKey key, String type, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private String nonce() {
        String nonce = "n" + UUID.randomUUID().toString().replace("-", "");
        nonces.add(nonce);
        secrets.add(nonce);
        return nonce;
    }

    // ---- HTTP -------------------------------------------------------------------------------------------------

    private void handle(HttpExchange http) throws IOException {
        String path = http.getRequestURI().getPath();
        String prefix = "/realms/acme/";
        String name = path.startsWith(prefix) ? path.substring(prefix.length()).replace("device-token/", "") : path;
        requests.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
        Queue<Fault> queue = faults.get(name);
        Fault fault = queue == null ? null : queue.poll();
        try (http) {
            byte[] body = http.getRequestBody().readNBytes(65_537);
            if (fault instanceof Fault.DropRequest) {
                return;
            }
            if (fault instanceof Fault.Redirect redirect) {
                http.getResponseHeaders().set("Location", redirect.to());
                http.sendResponseHeaders(307, -1);
                return;
            }
            Reply reply;
            try {
                reply = dispatch(http, name, body, fault);
            } catch (RealmRefusal refusal) {
                Map<String, Object> error = new HashMap<>();
                error.put("error", refusal.code);
                error.put("error_description", "A fixed sentence.");
                reply = new Reply(refusal.status, error);
                if (refusal.verified) {
                    http.getResponseHeaders().set("Device-Nonce", nonce());
                }
                if (refusal.retryAfter > 0) {
                    http.getResponseHeaders().set("Retry-After", Integer.toString(refusal.retryAfter));
                }
            }
            if (fault instanceof Fault.DropAnswer) {
                return;
            }
            byte[] answer = fault instanceof Fault.GarbleAnswer garbled
                    ? garbled.body().getBytes(StandardCharsets.UTF_8)
                    : JSONObjectUtils.toJSONString(reply.body()).getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().set("Content-Type", "application/json");
            int status = fault instanceof Fault.GarbleAnswer garbled ? garbled.status() : reply.status();
            http.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            http.getResponseBody().write(answer);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private record Reply(int status, Map<String, Object> body) {
        static Reply of(Object... members) {
            Map<String, Object> body = new HashMap<>();
            for (int i = 0; i < members.length; i += 2) {
                body.put((String) members[i], members[i + 1]);
            }
            return new Reply(200, body);
        }
    }

    private Reply dispatch(HttpExchange http, String name, byte[] body, Fault fault) throws Exception {
        return switch (name) {
            case ".well-known/device-configuration" -> configuration();
            case "jwks" -> new Reply(200, jwks());
            case "nonce" -> Reply.of("nonce", nonce(), "expires_in", 120);
            case "agents/begin" -> begin(json(body));
            case "agents/finish" -> finish(http, json(body));
            case "agents/renew" -> renew(json(body), fault);
            case "registrations" -> register(http, json(body), fault);
            case "exchange" -> exchange(http, json(body), fault);
            case "proof" -> proof(http, json(body), fault);
            case "posture" -> posture(http, json(body), fault);
            case "revoke" -> revoke(http, json(body), fault);
            case "protocol/openid-connect/auth" -> authorize(http);
            case "protocol/openid-connect/token" -> token(body);
            default -> throw new RealmRefusal(404, "invalid_request", false);
        };
    }

    private String endpoint(String name) {
        return issuer + "/device-token/" + name;
    }

    private Reply configuration() {
        Map<String, Object> document = new HashMap<>(document().body());
        if (wantsPosture) {
            document.put("posture_endpoint", endpoint("posture"));
        }
        return new Reply(200, document);
    }

    private Reply document() {
        return Reply.of(
                "version", 1,
                "issuer", claimedIssuer,
                "nonce_endpoint", endpoint("nonce"),
                "agent_begin_endpoint", endpoint("agents/begin"),
                "agent_finish_endpoint", endpoint("agents/finish"),
                "agent_renewal_endpoint", endpoint("agents/renew"),
                "registration_endpoint", endpoint("registrations"),
                "exchange_endpoint", endpoint("exchange"),
                "proof_endpoint", endpoint("proof"),
                "revocation_endpoint", endpoint("revoke"),
                "login_audience", endpoint("login"),
                "jwks_uri", endpoint("jwks"),
                "authorization_endpoint", issuer + "/protocol/openid-connect/auth",
                "token_endpoint", issuer + "/protocol/openid-connect/token",
                "client_id", "holdfast-agent",
                "trusted_origins", List.of(origin()),
                "lifetimes", Map.of("unlocked", 43_200));
    }

    private Map<String, Object> jwks() {
        ECKey key = new ECKey.Builder(tokenKey.toPublicJWK())
                .algorithm(JWSAlgorithm.ES256)
                .build();
        return new JWKSet(key).toJSONObject(true);
    }

    // ---- messages ---------------------------------------------------------------------------------------------

    private record Message(JWSObject jws, Map<String, Object> claims) {
        String text(String claim) throws RealmRefusal {
            if (claims.get(claim) instanceof String text) {
                return text;
            }
            throw new RealmRefusal(400, "invalid_request", false);
        }
    }

    private static Map<String, Object> json(byte[] body) throws RealmRefusal {
        try {
            return JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
        } catch (java.text.ParseException e) {
            throw new RealmRefusal(400, "invalid_request", false);
        }
    }

    private static Message message(Map<String, Object> body) throws Exception {
        if (!(body.get("message") instanceof String compact)) {
            throw new RealmRefusal(400, "invalid_request", false);
        }
        JWSObject jws = JWSObject.parse(compact);
        return new Message(jws, jws.getPayload().toJSONObject());
    }

    private void verify(Message message, JWK key, String type, String audience, String sender) throws Exception {
        boolean right = message.jws().getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                && message.jws().getHeader().getType().getType().equals(type)
                && message.jws().verify(new ECDSAVerifier(key.toECKey()))
                && message.text("aud").equals(audience)
                && message.text("iss").equals(sender)
                && message.text("jti").matches("[A-Za-z0-9_-]{16,64}")
                && message.claims().get("iat") instanceof Number;
        if (!right) {
            throw new RealmRefusal(401, "invalid_signature", false);
        }
        secrets.add(message.jws().serialize());
    }

    private void spend(Message message) throws RealmRefusal {
        if (!nonces.remove(message.text("nonce"))) {
            throw new RealmRefusal(401, "invalid_nonce", true);
        }
    }

    private static void apply(Fault fault) throws RealmRefusal {
        if (fault instanceof Fault.Refuse refuse) {
            throw new RealmRefusal(refuse.status(), refuse.code(), true, refuse.retryAfter());
        }
    }

    private Reply begin(Map<String, Object> body) throws Exception {
        if (!ENROLMENT_TOKEN.equals(body.get("enrolment_token"))) {
            throw new RealmRefusal(403, "enrolment_refused", false);
        }
        String id = UUID.randomUUID().toString();
        enrolments.put(id, "open");
        claims.put("agents/begin", body);
        if (tpms == Tpms.TRUSTED && body.get("tpm") instanceof Map<?, ?> tpm) {
            byte[] akPublic = TpmVerifier.bytes(tpm, "ak_public");
            TpmVerifier.requireAttestationKey(akPublic);
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            attestations.put(id, new OpenAttestation(akPublic, secret));
            MakeCredential made = MakeCredential.of(TpmVerifier.bytes(tpm, "ek_public"), akPublic, secret);
            return Reply.of(
                    "enrolment_id",
                    id,
                    "nonce",
                    nonce(),
                    "credential_blob",
                    Base64URL.encode(made.blob()).toString(),
                    "secret",
                    Base64URL.encode(made.secret()).toString());
        }
        return Reply.of("enrolment_id", id, "nonce", nonce());
    }

    private Reply finish(HttpExchange http, Map<String, Object> body) throws Exception {
        Message message = message(body);
        String enrolment = message.text("enrolment_id");
        if (enrolments.remove(enrolment) == null) {
            throw new RealmRefusal(403, "enrolment_refused", false);
        }
        ECKey jwk = message.jws().getHeader().getJWK().toECKey();
        verify(message, jwk, "holdfast-agent-enrol+jwt", endpoint("agents/finish"), enrolment);
        spend(message);
        Map<?, ?> facts = (Map<?, ?>) message.claims().get("facts");
        java.security.PublicKey certified = TestCa.keyOf(Base64.getUrlDecoder().decode(message.text("csr")));
        if (!certified.equals(jwk.toECPublicKey()) || !(facts.get("hostname") instanceof String)) {
            throw new RealmRefusal(403, "enrolment_refused", true);
        }
        String did = devicesByKey.computeIfAbsent(
                thumbprint(jwk), any -> UUID.randomUUID().toString());
        claims.put("agents/finish", message.claims());
        String assurance = attest(enrolment, did, message, jwk);
        http.getResponseHeaders().set("Device-Nonce", nonce());
        Reply reply = Reply.of(
                "did",
                did,
                "certificate_chain",
                ca.issue(certified, did),
                "not_after",
                Instant.now().getEpochSecond() + 30L * 86_400,
                "issuer",
                issuer,
                "trusted_origins",
                List.of(origin()));
        if (tpms != Tpms.UNKNOWN) {
            reply.body().put("assurance", assurance);
        }
        return reply;
    }

    private String attest(String enrolment, String did, Message message, ECKey agentKey) throws Exception {
        OpenAttestation open = attestations.remove(enrolment);
        if (open == null) {
            return "tpm".equals(message.claims().get("key_store")) ? "hardware" : "software";
        }
        secrets.add(message.text("activated_secret"));
        if (!Arrays.equals(TpmVerifier.bytes(message.claims(), "activated_secret"), open.secret())) {
            throw new RealmRefusal(403, "attestation_failed", true);
        }
        byte[] qualifying = Base64.getUrlDecoder()
                .decode(labelled(
                        "holdfast-agent-enrol",
                        message.text("nonce").getBytes(StandardCharsets.UTF_8),
                        Base64.getUrlDecoder().decode(message.text("csr"))));
        TpmVerifier.verify(message.claims().get("tpm"), open.akPublic(), qualifying, agentKey);
        attestationKeys.put(did, open.akPublic());
        return "attested";
    }

    private Message byCertificate(Map<String, Object> body, String type, String endpoint) throws Exception {
        Message message = message(body);
        X509Certificate leaf = ca.leaf(message.jws().getHeader().getX509CertChain().stream()
                .map(Object::toString)
                .toList());
        String did = TestCa.did(leaf);
        ECKey key = new ECKey.Builder(Curve.P_256, (java.security.interfaces.ECPublicKey) leaf.getPublicKey()).build();
        verify(message, key, type, endpoint, "urn:holdfast:device:" + did);
        spend(message);
        if (revokedDevices.contains(did)) {
            throw new RealmRefusal(403, "device_revoked", true);
        }
        return message;
    }

    private Reply renew(Map<String, Object> body, Fault fault) throws Exception {
        Message message = byCertificate(body, "holdfast-agent-renew+jwt", endpoint("agents/renew"));
        apply(fault);
        java.security.PublicKey certified = TestCa.keyOf(Base64.getUrlDecoder().decode(message.text("csr")));
        X509Certificate leaf = ca.leaf(message.jws().getHeader().getX509CertChain().stream()
                .map(Object::toString)
                .toList());
        if (!certified.equals(leaf.getPublicKey())) {
            throw new RealmRefusal(403, "enrolment_refused", true);
        }
        String did = TestCa.did(leaf);
        return Reply.of(
                "did",
                did,
                "certificate_chain",
                ca.issue(certified, did),
                "not_after",
                Instant.now().getEpochSecond() + 30L * 86_400,
                "issuer",
                issuer,
                "assurance",
                attestationKeys.containsKey(did) ? "attested" : "software",
                "trusted_origins",
                List.of(origin()));
    }

    private Reply register(HttpExchange http, Map<String, Object> body, Fault fault) throws Exception {
        String endpoint = endpoint("registrations");
        Message message = byCertificate(body, "holdfast-registration+jwt", endpoint);
        apply(fault);
        Map<String, Object> duk = JSONObjectUtils.parse(
                JSONObjectUtils.toJSONString(JSONObjectUtils.getJSONObject(message.claims(), "duk")));
        ECKey jwk = JWK.parse(JSONObjectUtils.getJSONObject(duk, "jwk")).toECKey();
        Message pop = message(Map.of("message", duk.get("pop")));
        verify(pop, jwk, "holdfast-pop+jwt", endpoint, message.text("iss"));
        if (!thumbprint(pop.jws().getHeader().getJWK()).equals(thumbprint(jwk))
                || !pop.text("nonce").equals(message.text("nonce"))) {
            throw new RealmRefusal(401, "invalid_signature", true);
        }
        claims.put("registrations", message.claims());
        byte[] attestationKey = attestationKeys.get(message.text("did"));
        if (attestationKey != null) {
            byte[] qualifying = Base64.getUrlDecoder()
                    .decode(labelled(
                            "holdfast-registration-key", message.text("nonce").getBytes(StandardCharsets.UTF_8)));
            TpmVerifier.verify(duk.get("tpm"), attestationKey, qualifying, jwk);
        }
        SignedJWT idToken = SignedJWT.parse(message.text("id_token"));
        byte[] binding = Base64.getUrlDecoder().decode(message.text("binding"));
        secrets.add(message.text("binding"));
        String expected =
                labelled("holdfast-registration", jwk.computeThumbprint().decode(), new byte[0], binding);
        if (!idToken.verify(new ECDSAVerifier(oidcKey))
                || !expected.equals(idToken.getJWTClaimsSet().getStringClaim("nonce"))
                || !codesUsed.add(idToken.getJWTClaimsSet().getJWTID())) {
            throw new RealmRefusal(401, "invalid_id_token", true);
        }
        String name = idToken.getJWTClaimsSet().getStringClaim("preferred_username");
        String did = message.text("did");
        for (ServerRegistration old : registrations.values()) {
            if (old.did.equals(did) && old.account.equals(name)) {
                old.revoke();
            }
        }
        ServerRegistration registration = new ServerRegistration(did, name, jwk);
        registrations.put(registration.id, registration);
        http.getResponseHeaders().set("Device-Nonce", nonce());
        secrets.add(registration.firstDurt());
        return Reply.of(
                "registration",
                registration.id,
                "account",
                name,
                "durt",
                registration.firstDurt(),
                "durt_expires_in",
                1_209_600,
                "active_until",
                activeUntil);
    }

    private final Set<String> codesUsed = ConcurrentHashMap.newKeySet();

    private Reply exchange(HttpExchange http, Map<String, Object> body, Fault fault) throws Exception {
        Message message = message(body);
        ServerRegistration registration = registrations.get(message.text("registration"));
        if (registration == null
                || !thumbprint(registration.duk)
                        .equals(message.jws().getHeader().getKeyID())) {
            throw new RealmRefusal(401, "invalid_signature", false);
        }
        verify(
                message,
                registration.duk,
                "holdfast-exchange+jwt",
                endpoint("exchange"),
                "urn:holdfast:device:" + registration.did);
        spend(message);
        apply(fault);
        SignedJWT challenge = SignedJWT.parse(message.text("challenge"));
        String purpose = challenge.getJWTClaimsSet().getStringClaim("purpose");
        if (!challenge.verify(new ECDSAVerifier(tokenKey))
                || !Set.of("login", "renewal").contains(purpose)) {
            throw new RealmRefusal(401, "invalid_challenge", true);
        }
        requireCompliance();
        if (!message.text("origin").equals(origin())) {
            throw new RealmRefusal(403, "origin_mismatch", true);
        }
        if (revokedDevices.contains(registration.did)) {
            throw new RealmRefusal(403, "device_revoked", true);
        }
        if (Base64.getUrlDecoder().decode(message.text("rid")).length != 32) {
            throw new RealmRefusal(400, "invalid_request", true);
        }
        secrets.add(message.text("rid"));
        ServerRegistration.Rotated rotated =
                registration.present(message.text("durt"), message.text("rid"), purpose.equals("login"));
        http.getResponseHeaders().set("Device-Nonce", nonce());
        secrets.add(rotated.durt());
        Map<String, Object> answer = new HashMap<>();
        answer.put("durt", rotated.durt());
        answer.put("durt_expires_in", 1_209_600);
        answer.put("active_until", activeUntil);
        if (rotated.withDust()) {
            String dust = sign(
                    tokenKey,
                    "holdfast-dust+jwt",
                    new JWTClaimsSet.Builder()
                            .issuer(issuer)
                            .claim("gen", rotated.generation())
                            .claim("registration", registration.id)
                            .claim("txn", challenge.getJWTClaimsSet().getStringClaim("txn"))
                            .claim("purpose", purpose)
                            .jwtID(UUID.randomUUID().toString())
                            .build());
            secrets.add(dust);
            answer.put("dust", dust);
        }
        return new Reply(200, answer);
    }

    private Reply proof(HttpExchange http, Map<String, Object> body, Fault fault) throws Exception {
        Message message = message(body);
        ServerRegistration registration = registrations.get(message.text("registration"));
        if (registration == null
                || !thumbprint(registration.duk)
                        .equals(message.jws().getHeader().getKeyID())) {
            throw new RealmRefusal(401, "invalid_signature", false);
        }
        verify(
                message,
                registration.duk,
                "holdfast-proof+jwt",
                endpoint("proof"),
                "urn:holdfast:device:" + registration.did);
        spend(message);
        apply(fault);
        SignedJWT challenge = SignedJWT.parse(message.text("challenge"));
        JWTClaimsSet asked = challenge.getJWTClaimsSet();
        if (!challenge.verify(new ECDSAVerifier(tokenKey))
                || !"reproof".equals(asked.getStringClaim("purpose"))
                || !message.text("origin").equals(origin())
                || message.claims().containsKey("durt")
                || message.claims().containsKey("rid")) {
            throw new RealmRefusal(401, "invalid_challenge", true);
        }
        registration.requireStanding();
        requireCompliance();
        String dust = sign(
                tokenKey,
                "holdfast-dust+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .claim("registration", registration.id)
                        .claim("txn", asked.getStringClaim("txn"))
                        .claim("purpose", "reproof")
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        secrets.add(dust);
        http.getResponseHeaders().set("Device-Nonce", nonce());
        return Reply.of("dust", dust);
    }

    /** Section 14, for one check: the disk must be encrypted. */
    private Reply posture(HttpExchange http, Map<String, Object> body, Fault fault) throws Exception {
        Message message = byCertificate(body, "holdfast-posture+jwt", endpoint("posture"));
        claims.put("posture", message.claims());
        apply(fault);
        http.getResponseHeaders().set("Device-Nonce", nonce());
        long sequence = ((Number) message.claims().get("seq")).longValue();
        if (sequence <= lastPosture.get()) {
            return new Reply(409, Map.of("error", "posture_outdated", "seq", lastPosture.get()));
        }
        lastPosture.set(sequence);
        Map<?, ?> facts = (Map<?, ?>) message.claims().get("facts");
        compliant = facts.get("disk_encrypted") instanceof Map<?, ?> disk && Boolean.TRUE.equals(disk.get("value"));
        return Reply.of(
                "valid_until",
                Instant.now().getEpochSecond() + 3_600,
                "compliance",
                compliant ? "compliant" : "not_compliant",
                "checks",
                compliant ? Map.of() : Map.of("disk_encryption", "failed"));
    }

    private void requireCompliance() throws RealmRefusal {
        if (demandsCompliance && !compliant) {
            throw new RealmRefusal(403, "device_not_compliant", true);
        }
    }

    private Reply revoke(HttpExchange http, Map<String, Object> body, Fault fault) throws Exception {
        Message message = message(body);
        boolean byDuk = message.jws().getHeader().getKeyID() != null;
        if (byDuk) {
            ServerRegistration registration = registrations.get(message.text("registration"));
            verify(
                    message,
                    registration.duk,
                    "holdfast-revoke+jwt",
                    endpoint("revoke"),
                    "urn:holdfast:device:" + registration.did);
            spend(message);
            apply(fault);
            registration.requireStanding();
            registration.revoke();
        } else {
            byCertificate(body, "holdfast-revoke+jwt", endpoint("revoke"));
            apply(fault);
            String did = message.text("did");
            revokedDevices.add(did);
            registrations.values().stream()
                    .filter(registration -> registration.did.equals(did))
                    .forEach(ServerRegistration::revoke);
        }
        if (message.text("reason").length() > 255) {
            throw new RealmRefusal(400, "invalid_request", true);
        }
        http.getResponseHeaders().set("Device-Nonce", nonce());
        return Reply.of();
    }

    // ---- OpenID Connect: a user who always consents -----------------------------------------------------------

    private Reply authorize(HttpExchange http) {
        Map<String, String> query = form(http.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, query.get("nonce") + " " + query.get("code_challenge") + " " + query.get("redirect_uri"));
        secrets.add(code);
        secrets.add(query.get("nonce"));
        http.getResponseHeaders()
                .set("Location", query.get("redirect_uri") + "?state=" + query.get("state") + "&code=" + code);
        return new Reply(302, Map.of());
    }

    private Reply token(byte[] body) throws Exception {
        Map<String, String> form = form(new String(body, StandardCharsets.US_ASCII));
        String[] code = codes.remove(form.get("code")).split(" ");
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
        secrets.add(form.get("code_verifier"));
        if (!Base64URL.encode(hash).toString().equals(code[1])
                || !form.get("redirect_uri").equals(code[2])
                || !"authorization_code".equals(form.get("grant_type"))
                || !"holdfast-agent".equals(form.get("client_id"))) {
            return new Reply(400, Map.of("error", "invalid_grant"));
        }
        return Reply.of("access_token", "opaque", "token_type", "Bearer", "id_token", idToken(code[0]));
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String field : encoded.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    // ---- hashes -----------------------------------------------------------------------------------------------

    private static String thumbprint(JWK key) throws Exception {
        return key.computeThumbprint().toString();
    }

    private static String labelled(String label, byte[]... parts) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] text = label.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(4).putInt(text.length).array());
        sha256.update(text);
        for (byte[] part : parts) {
            sha256.update(ByteBuffer.allocate(4).putInt(part.length).array());
            sha256.update(part);
        }
        return Base64URL.encode(sha256.digest()).toString();
    }

    /** The redirect URI that a request to the authorization endpoint leads to. */
    public static URI follow(URI authorization) throws Exception {
        java.net.http.HttpClient browser = java.net.http.HttpClient.newBuilder()
                .followRedirects(java.net.http.HttpClient.Redirect.ALWAYS)
                .build();
        return browser.send(
                        java.net.http.HttpRequest.newBuilder(authorization).build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding())
                .uri();
    }
}
