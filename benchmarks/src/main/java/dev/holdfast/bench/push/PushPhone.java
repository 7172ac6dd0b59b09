package dev.holdfast.bench.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.Sha256;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An enrolled phone: its key, and the messages of docs/push-protocol.md that it sends. */
public final class PushPhone {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Http http;
    private final Realm realm;
    private final ClientKey key = ClientKey.generate();
    private String id = "";
    private String confirmCode = "";
    private String nonce = "";

    public PushPhone(Http http, Realm realm) {
        this.http = http;
        this.realm = realm;
    }

    /** A request that waits for this phone: what the realm signed, and what it says. */
    public record Request(String compact, JsonNode claims) {
        public static Request read(String compact) {
            String[] parts = compact.split("\\.", -1);
            try {
                return new Request(compact, JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
            } catch (IOException e) {
                throw new IllegalStateException("no signed request: " + compact, e);
            }
        }

        public String id() {
            return claims.path("jti").asText();
        }
    }

    public String confirmCode() {
        return confirmCode;
    }

    /**
     * Section 4.
     *
     * @param oneTimeKey as it goes over the wire
     * @param subscription of section 7; empty for a phone that cannot be woken
     */
    public void enrol(String oneTimeKey, Optional<Map<String, String>> subscription) {
        ObjectNode header = JSON.createObjectNode().put("typ", "holdfast-push-enrol+jwt");
        header.set("jwk", key.jwk());
        ObjectNode claims = common("enrolments", oneTimeKey)
                .put("otk", oneTimeKey)
                .put("name", "Benchmark")
                .put("platform", "other");
        subscription.ifPresent(value -> claims.set("subscription", JSON.valueToTree(value)));
        JsonNode enrolled = send("enrolments", key.sign(header, claims));
        id = enrolled.path("phone").asText();
        confirmCode = enrolled.path("confirm_code").asText();
    }

    /** Section 5: all that wait. */
    public List<Request> requests() {
        return requests(null);
    }

    /** Section 5: the one of this id. */
    public Request request(String request) {
        List<Request> found = requests(request);
        if (found.size() != 1) {
            throw new IllegalStateException("the request " + request + " does not wait");
        }
        return found.get(0);
    }

    private List<Request> requests(@Nullable String request) {
        ObjectNode claims = common("requests", sender());
        if (request != null) {
            claims.put("request", request);
        }
        List<Request> waiting = new ArrayList<>();
        send("requests", key.sign(header("holdfast-push-fetch+jwt"), claims))
                .path("requests")
                .forEach(compact -> waiting.add(Request.read(compact.asText())));
        return waiting;
    }

    /** Section 6, without what it takes to make the message: {@link #send(String)} sends it. */
    public String approval(Request request, String number) {
        return key.sign(
                header("holdfast-push-answer+jwt"),
                common("answers", sender())
                        .put("request_hash", Base64Url.encode(Sha256.of(request.compact())))
                        .put("decision", "approve")
                        .put("number", number));
    }

    /** Sends an answer. */
    public void send(String approval) {
        JsonNode outcome = send("answers", approval);
        if (!outcome.path("outcome").asText().equals("approved")) {
            throw new IllegalStateException("not approved: " + outcome);
        }
    }

    private JsonNode send(String endpoint, String compact) {
        Answer answer = http.postJson(
                realm.push("/" + endpoint),
                JSON.valueToTree(Map.of("message", compact)).toString());
        nonce = answer.headers().firstValue("Device-Nonce").orElse("");
        return answer.json();
    }

    private ObjectNode header(String typ) {
        return JSON.createObjectNode().put("typ", typ).put("kid", key.thumbprint());
    }

    private ObjectNode common(String endpoint, String issuer) {
        URI audience = realm.push("/" + endpoint);
        return JSON.createObjectNode()
                .put("iss", issuer)
                .put("aud", audience.toString())
                .put("iat", Instant.now().getEpochSecond())
                .put("jti", Base64Url.random(16))
                .put("nonce", takeNonce());
    }

    /** The one that the last answer brought, or else a new one. */
    private String takeNonce() {
        String taken = nonce;
        nonce = "";
        if (!taken.isEmpty()) {
            return taken;
        }
        Answer answer = http.postJson(realm.push("/nonce"), "");
        String fresh = answer.json().path("nonce").asText();
        if (fresh.isEmpty()) {
            throw new UnexpectedAnswerException("a nonce", answer);
        }
        return fresh;
    }

    private String sender() {
        return "urn:holdfast:phone:" + id;
    }

    /** What a browser would give for its subscription at this push service: keys that nobody has. */
    public static Map<String, String> subscription(URI endpoint, String applicationServerKey) {
        ClientKey receiver = ClientKey.generate();
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(receiver.x(), 0, point, 1, 32);
        System.arraycopy(receiver.y(), 0, point, 33, 32);
        return Map.of(
                "endpoint", endpoint.toString(),
                "p256dh", Base64Url.encode(point),
                "auth", Base64Url.encode(Base64Url.randomBytes(16)),
                "application_server_key", applicationServerKey);
    }
}
