package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("A48 Bad input is refused with 4xx and JSON, and changes nothing")
class BadInputIT {
    private static final List<String> ENDPOINTS = List.of(
            "agent_begin_endpoint",
            "agent_finish_endpoint",
            "registration_endpoint",
            "exchange_endpoint",
            "unlock_endpoint",
            "revocation_endpoint");

    /** Facts that may be absent may be null as well. */
    private static final Set<String> OPTIONAL = Set.of("os_version", "model", "agent_version");

    private final World world;
    private final WireRealm realm;
    private WireRegistration registration;

    BadInputIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @BeforeEach
    void register() {
        registration = world.registration(realm, TestRealms.ADA);
    }

    @Test
    @DisplayName("A48 bodies that are no object, not UTF-8, nested, doubled or endless, at every endpoint")
    void bodies() {
        for (String endpoint : ENDPOINTS) {
            bodiesOf().forEach((name, body) -> {
                Answer answer = realm.post(realm.endpoint(endpoint), "application/json", body);
                requireRefused(name + " at " + endpoint, answer);
                assertThat(answer.refusal()).as(name).isEqualTo("invalid_request");
            });
        }
        requireUnharmed();
    }

    @Test
    @DisplayName("A48 a body over 65,536 bytes is 413, one of exactly 65,536 is read")
    void size() {
        for (String endpoint : ENDPOINTS) {
            for (int size : new int[] {65_537, 70_000, 1_000_000}) {
                Answer answer = realm.post(realm.endpoint(endpoint), "application/json", bodyOf(size));
                assertThat(answer.status()).as("%s bytes at %s", size, endpoint).isEqualTo(413);
                assertThat(answer.refusal()).isEqualTo("invalid_request");
            }
            assertThat(realm.post(realm.endpoint(endpoint), "application/json", bodyOf(65_536))
                            .status())
                    .as(endpoint)
                    .isIn(400, 401, 403);
        }
        requireUnharmed();
    }

    @Test
    @DisplayName("A48 a good message in a body of exactly 65,536 bytes is accepted")
    void largestBody() {
        String compact = registration.exchange(world.challenge(realm), newRid()).compact();
        String start = "{\"message\":\"" + compact + "\",\"x\":\"";
        String body = start + "y".repeat(65_536 - start.length() - 2) + "\"}";

        assertThat(realm.postJson(realm.endpoint("exchange_endpoint"), body).isGranted())
                .isTrue();
    }

    @Test
    @DisplayName("A48 another content type or method is refused")
    void contentTypes() {
        for (String endpoint : ENDPOINTS) {
            for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jwt")) {
                assertThat(realm.post(realm.endpoint(endpoint), type, "{}".getBytes(StandardCharsets.UTF_8))
                                .status())
                        .as("%s at %s", type, endpoint)
                        .isBetween(400, 499);
            }
            assertThat(realm.get(realm.endpoint(endpoint)).status()).isBetween(400, 499);
        }
        requireUnharmed();
    }

    @Test
    @DisplayName("A48 exchange: every claim missing or of every wrong type, well signed")
    void exchangeClaims() {
        Draft draft = registration.exchange(world.challenge(realm), newRid());
        requireEveryClaimChecked(draft);
        assertThat(realm.send(draft).isGranted()).as("its nonce is not spent").isTrue();
    }

    @Test
    @DisplayName("A48 registration: every claim missing or of every wrong type, well signed")
    void registrationClaims() {
        WireAgent agent = world.agent(realm);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        Draft draft = agent.registration(binding, idToken);
        requireEveryClaimChecked(draft);
        // The nonce may be spent by a proof of possession that is ill-formed inside a well-formed message.
        assertThat(world.signIn(agent.register(binding, idToken)).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A48 enrolment: every claim missing or of every wrong type, well signed")
    void enrolmentClaims() {
        String token = world.enrolmentToken(realm, 1);
        WireKey key = WireKey.es256();
        Draft draft = WireAgent.finish(realm, WireAgent.begin(realm, token), key);
        requireEveryClaimChecked(draft);
        assertThat(realm.send(draft).isGranted()).as("its nonce is not spent").isTrue();
    }

    @Test
    @DisplayName("A48 revocation: every claim missing or of every wrong type, well signed")
    void revocationClaims() {
        requireEveryClaimChecked(registration.revoke("test"));
        requireUnharmed();
    }

    @Test
    @DisplayName("A48 headers of wrong types, private keys and huge certificates lists")
    void headers() {
        Draft exchange = registration.exchange(world.challenge(realm), newRid());
        for (JsonNode wrong : wrongValues()) {
            for (String name : List.of("alg", "typ", "kid")) {
                ObjectNode header = exchange.header().deepCopy();
                header.set(name, wrong);
                requireRefused(
                        name + " " + wrong,
                        realm.sendCompact(exchange.endpoint(), Jws.sign(header, exchange.claims(), exchange.key())));
            }
            Draft revoke = registration.agent().revokeDevice("test");
            revoke.header().set("x5c", wrong);
            requireRefused("x5c " + wrong, realm.send(revoke));
        }
        Draft many = registration.agent().revokeDevice("test");
        var chain = many.header().putArray("x5c");
        for (int i = 0; i < 6; i++) {
            chain.add(registration.agent().certificates().path(0));
        }
        requireRefused("six certificates", realm.send(many));
        Draft privateKey =
                WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), WireKey.es256());
        privateKey.header().set("jwk", privateKey.key().privateJwk());
        requireRefused("private jwk", realm.send(privateKey));
        for (WireKey weak : List.of(WireKey.rsa("RS256", 1024), WireKey.rsa("PS256", 1024))) {
            requireRefused(
                    "weak key",
                    realm.send(WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), weak)));
        }
        ObjectNode offCurve =
                WireKey.es256().jwk().put("x", WireKey.es256().jwk().path("x").asText());
        Draft invalid =
                WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), WireKey.es256());
        invalid.header().set("jwk", offCurve);
        requireRefused("point off the curve", realm.send(invalid));
        requireUnharmed();
    }

    @Test
    @DisplayName("§4 refused enrolments are limited per address: 429 with Retry-After; a good one waits as well")
    void enrolmentLimit() {
        WireRealm other = world.other();
        Answer refused = null;
        for (int i = 0; i < 70 && refused == null; i++) {
            Answer answer = other.postJson(
                    other.endpoint("agent_begin_endpoint"), "{\"enrolment_token\":\"hfe_" + "x".repeat(43) + "\"}");
            if (answer.status() == 429) {
                refused = answer;
            } else {
                assertThat(answer.refusal()).isEqualTo("enrolment_refused");
            }
        }
        assertThat(refused).isNotNull();
        assertThat(refused.refusal()).isEqualTo("too_many_requests");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        world.configure(TestRealms.OTHER, "enrolmentRefusalsPerMinute", "1000");
        assertThat(world.agent(other).did()).isNotEmpty();
    }

    private void requireEveryClaimChecked(Draft draft) {
        for (List<String> path : pathsOf(draft.claims(), List.of())) {
            String name = String.join(".", path);
            ObjectNode without = draft.claims().deepCopy();
            parent(without, path).remove(path.get(path.size() - 1));
            if (!OPTIONAL.contains(path.get(path.size() - 1))) {
                requireRefused("without " + name, send(draft, without.toString()));
            }
            JsonNode right = at(draft.claims(), path);
            for (JsonNode wrong : wrongValues()) {
                boolean sameKind = right.getNodeType() == wrong.getNodeType() && !wrong.isTextual();
                boolean absent = wrong.isNull() && OPTIONAL.contains(path.get(path.size() - 1));
                if (!sameKind && !absent) {
                    ObjectNode changed = draft.claims().deepCopy();
                    parent(changed, path).set(path.get(path.size() - 1), wrong);
                    requireRefused(name + " = " + shortened(wrong), send(draft, changed.toString()));
                }
            }
            if (right.isTextual()) {
                String text = draft.claims().toString();
                String quoted = Json.of(right.asText()).toString();
                for (String evil : List.of("\\u0000", "\\ud800", "\\udfff\\ud800", "\\u0007")) {
                    requireRefused(
                            name + " with " + evil,
                            send(draft, text.replace(quoted, quoted.substring(0, quoted.length() - 1) + evil + "\"")));
                }
            }
        }
    }

    private Answer send(Draft draft, String claims) {
        return realm.sendCompact(draft.endpoint(), Jws.sign(draft.header().toString(), claims, draft.key()));
    }

    private void requireRefused(String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer).isBetween(400, 499);
        assertThat(answer.refusal()).as("%s: %s", what, answer).isNotEmpty();
        assertThat(answer.json().path("error_description").asText()).as(what).isNotEmpty();
    }

    private void requireUnharmed() {
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    private static List<JsonNode> wrongValues() {
        return List.of(
                Json.parse("null"),
                Json.parse("true"),
                Json.parse("7"),
                Json.parse("-1"),
                Json.parse("1.5"),
                Json.parse("123456789012345678"),
                Json.parse("\"\""),
                Json.parse("[]"),
                Json.parse("[\"a\"]"),
                Json.parse("{}"),
                Json.parse("{\"a\":{\"b\":[1]}}"),
                Json.of("x".repeat(20_000)),
                Json.of("\ud83d\ude00".repeat(300)));
    }

    private static Map<String, byte[]> bodiesOf() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (String text : List.of(
                "",
                " ",
                "null",
                "true",
                "7",
                "\"x\"",
                "[]",
                "{}",
                "{",
                "{\"message\"",
                "{\"message\":}",
                "{\"message\":null}",
                "{\"message\":7}",
                "{\"message\":[]}",
                "{\"message\":{}}",
                "{\"message\":\"\"}",
                "{\"enrolment_token\":7}",
                "{\"enrolment_token\":\"\"}",
                "{\"message\":\"a.b.c\"}{}",
                "{\"message\":\"a.b.c\",\"message\":\"a.b.c\"}",
                "{'message':'a.b.c'}",
                "{\"message\":\"a.b.c\",}",
                "{\"message\":\"a.b.c\",\"x\":NaN}",
                "{\"message\":\"a.b.c\",\"x\":1e999999999}",
                "{\"message\":\"a.b.c\",\"x\":" + "9".repeat(30_000) + "}",
                "{\"message\":\"a.b.c\",\"x\":" + "[".repeat(30_000) + "}",
                "{\"message\":\"a.b.c\",\"x\":" + "[".repeat(13) + "]".repeat(13) + "}",
                "{\"x\":".repeat(10_000) + "1" + "}".repeat(10_000),
                "{\"" + "k".repeat(30_000) + "\":1}",
                "\ufeff{}",
                "/* */{}")) {
            bodies.put(shortened(Json.of(text)), text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.put("UTF-16", "{\"message\":\"a.b.c\"}".getBytes(StandardCharsets.UTF_16));
        bodies.put("UTF-32", "{\"message\":\"a.b.c\"}".getBytes(java.nio.charset.Charset.forName("UTF-32")));
        bodies.put("gzip's first bytes", new byte[] {0x1f, (byte) 0x8b, 8, 0});
        for (int[] broken : new int[][] {{0xff}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}, {0x80}}) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("{\"message\":\"".getBytes(StandardCharsets.UTF_8));
            for (int b : broken) {
                body.write(b);
            }
            body.writeBytes("\",\"enrolment_token\":\"x\"}".getBytes(StandardCharsets.UTF_8));
            bodies.put("bad UTF-8 " + Integer.toHexString(broken[0]), body.toByteArray());
        }
        return bodies;
    }

    private static byte[] bodyOf(int size) {
        String start = "{\"message\":\"a.b.c\",\"enrolment_token\":\"hfe_x\",\"x\":\"";
        return (start + "y".repeat(size - start.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static List<List<String>> pathsOf(JsonNode node, List<String> above) {
        List<List<String>> paths = new ArrayList<>();
        node.properties().forEach(member -> {
            List<String> path = new ArrayList<>(above);
            path.add(member.getKey());
            // What stands in a JWK is for the header test: unknown members of it are ignored.
            if (!above.contains("jwk")) {
                paths.add(path);
                paths.addAll(pathsOf(member.getValue(), path));
            }
        });
        return paths;
    }

    private static JsonNode at(JsonNode node, List<String> path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found;
    }

    private static ObjectNode parent(ObjectNode node, List<String> path) {
        return (ObjectNode) at(node, path.subList(0, path.size() - 1));
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "… (" + text.length() + ")" : text;
    }
}
