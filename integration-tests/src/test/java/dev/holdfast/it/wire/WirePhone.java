package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A phone that says whatever a test wants it to say, written from docs/push-protocol.md alone. */
public final class WirePhone {
    private final WireRealm realm;
    private final String base;
    private final WireKey key;
    private String id = "";
    private String confirmCode = "";

    private WirePhone(WireRealm realm, WireKey key) {
        this.realm = realm;
        this.base = realm.issuer() + "/push-mfa";
        this.key = key;
    }

    /** A phone with a new key that is nobody's yet. */
    public static WirePhone unboxed(WireRealm realm) {
        return new WirePhone(realm, WireKey.es256());
    }

    /** The same phone, whose messages reach the realm by another way. */
    public WirePhone through(WireRealm way) {
        WirePhone same = new WirePhone(way, key);
        same.id = id;
        same.confirmCode = confirmCode;
        return same;
    }

    public static JsonNode discovery(WireRealm realm) {
        return realm.get(realm.issuer() + "/push-mfa/.well-known/push-configuration")
                .granted();
    }

    public String id() {
        return id;
    }

    /** The six digits that it shows. */
    public String confirmCode() {
        return confirmCode;
    }

    public WireKey key() {
        return key;
    }

    /** Section 4, with the typed code that the page shows. */
    public Answer tryEnrol(String typedCode, Consumer<ObjectNode> change) {
        String otk = KnownSecrets.keep("one-time key", typedCode.replace("-", ""));
        ObjectNode claims = common("enrolments", otk)
                .put("otk", otk)
                .put("name", "Wire phone")
                .put("platform", "android");
        change.accept(claims);
        ObjectNode header = Json.object().put("alg", "ES256").put("typ", "holdfast-push-enrol+jwt");
        header.set("jwk", key.jwk());
        return realm.sendCompact(base + "/enrolments", Jws.sign(header, claims, key));
    }

    public WirePhone enrol(String typedCode) {
        JsonNode answer = tryEnrol(typedCode, claims -> {}).granted();
        id = answer.path("phone").asText();
        confirmCode = answer.path("confirm_code").asText();
        return this;
    }

    /** Section 5. */
    public Answer fetch() {
        return send("holdfast-push-fetch+jwt", "requests", Json.object());
    }

    /** The requests that wait, each checked as section 5 demands. */
    public List<Jws> requests() {
        return StreamSupport.stream(fetch().granted().path("requests").spliterator(), false)
                .map(text -> checked(Jws.parse(text.asText())))
                .toList();
    }

    /** The one request that waits. */
    public Jws request() {
        List<Jws> waiting = requests();
        if (waiting.size() != 1) {
            throw new AssertionError(waiting.size() + " requests wait");
        }
        return waiting.get(0);
    }

    private Jws checked(Jws request) {
        JsonNode signer = StreamSupport.stream(
                        realm.get(base + "/jwks").granted().path("keys").spliterator(), false)
                .filter(jwk -> jwk.path("kid").equals(request.header().path("kid")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("signed by a key that is not published"));
        boolean named = StreamSupport.stream(request.claims().path("aud").spliterator(), false)
                .anyMatch(aud -> aud.asText().equals(sender()));
        if (!request.isSignedBy(WireKey.publicKey(signer))
                || !request.header().path("typ").asText().equals("holdfast-push-request+jwt")
                || !request.claims().path("iss").asText().equals(realm.issuer().toString())
                || !named) {
            throw new AssertionError("no request of this realm to this phone: " + request);
        }
        return request;
    }

    /** Section 6. */
    public Answer answer(Jws request, String decision, String number) {
        ObjectNode claims = Json.object()
                .put("request_hash", Base64Url.encode(Sha256.of(request.compact())))
                .put("decision", decision);
        if (!number.isEmpty()) {
            claims.put("number", number);
        }
        return send("holdfast-push-answer+jwt", "answers", claims);
    }

    public Answer approve(String number) {
        return answer(request(), "approve", number);
    }

    public Answer deny() {
        return answer(request(), "deny", "");
    }

    public Answer report() {
        return answer(request(), "report", "");
    }

    /** Section 7. */
    public Answer subscribe(Map<String, String> subscription) {
        ObjectNode claims = Json.object();
        claims.set("subscription", Json.of(subscription));
        return send("holdfast-push-update+jwt", "subscription", claims);
    }

    /** The same with keys that nobody has. */
    public Answer subscribe(String endpoint) {
        JsonNode receiver = WireKey.es256().jwk();
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(Base64Url.decode(receiver.path("x").asText()), 0, point, 1, 32);
        System.arraycopy(Base64Url.decode(receiver.path("y").asText()), 0, point, 33, 32);
        return subscribe(Map.of(
                "endpoint", endpoint,
                "p256dh", Base64Url.encode(point),
                "auth", Base64Url.random(16),
                "application_server_key",
                        discovery(realm).path("application_server_key").asText()));
    }

    /** Section 8. */
    public Answer remove() {
        return send("holdfast-push-remove+jwt", "remove", Json.object());
    }

    /** Any message of this phone. */
    public Answer send(String typ, String endpoint, ObjectNode claims) {
        return realm.sendCompact(base + "/" + endpoint, message(typ, endpoint, claims));
    }

    public String message(String typ, String endpoint, ObjectNode claims) {
        ObjectNode header = Json.object().put("alg", "ES256").put("typ", typ).put("kid", key.jkt());
        return Jws.sign(header, common(endpoint, sender()).setAll(claims), key);
    }

    private String sender() {
        return "urn:holdfast:phone:" + id;
    }

    private ObjectNode common(String endpoint, String issuer) {
        return Json.object()
                .put("iss", issuer)
                .put("aud", base + "/" + endpoint)
                .put("iat", 0)
                .put("jti", UUID.randomUUID().toString())
                .put("nonce", nonce());
    }

    public String nonce() {
        return KnownSecrets.keep(
                "nonce",
                realm.post(base + "/nonce", "application/json", new byte[0])
                        .granted()
                        .path("nonce")
                        .asText());
    }

    /** The address of the realm that this phone speaks to. */
    public URI issuer() {
        return realm.issuer();
    }
}
