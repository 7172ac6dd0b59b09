package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Attacks by messages")
class MessageAttacksIT {
    private final World world;
    private final WireRealm realm;

    MessageAttacksIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @Test
    @DisplayName("A11 a nonce that one kind of message spent is spent for every other kind")
    void nonceOfAnotherKind() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String challenge = world.challenge(realm);
        Draft exchange = registration.exchange(challenge, newRid());
        String nonce = exchange.claims().path("nonce").asText();
        registration.rotate(realm.send(exchange));

        for (Draft draft : List.of(
                registration.exchange(challenge, newRid()),
                registration.revoke("test"),
                registration.agent().revokeDevice("test"),
                WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), WireKey.es256()))) {
            assertThat(realm.send(draft.with("nonce", nonce)).refusal())
                    .as(draft.endpoint())
                    .isEqualTo("invalid_nonce");
        }
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A12 no message of realm A is accepted in realm B, as it is or addressed anew")
    void anotherRealm() {
        WireRealm other = world.other();
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        WireAgent agent = registration.agent();
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        Map<String, Draft> messages = new LinkedHashMap<>();
        messages.put(
                "agent_finish_endpoint",
                WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), WireKey.es256()));
        messages.put("registration_endpoint", agent.registration(binding, idToken));
        messages.put("exchange_endpoint", registration.exchange(world.challenge(realm), newRid()));
        messages.put("revocation_endpoint", registration.revoke("test"));

        messages.forEach((name, draft) -> {
            String endpoint = other.endpoint(name);
            assertThat(other.sendCompact(endpoint, draft.compact()).status())
                    .as(name)
                    .isBetween(400, 499);
            String addressedAnew = draft.with("aud", endpoint).compact();
            assertThat(other.sendCompact(endpoint, addressedAnew).status())
                    .as(name + " addressed anew")
                    .isBetween(400, 499);
        });
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A12 nonce, challenge, DUST and ID token of realm A serve nothing in realm B")
    void partsOfAnotherRealm() {
        WireRealm other = world.other();
        WireRegistration here = world.registration(realm, TestRealms.ADA);
        WireRegistration there = world.registration(other, TestRealms.ADA);
        String challengeThere = world.challenge(other);

        assertThat(other.send(there.exchange(challengeThere, newRid()).with("nonce", realm.nonce()))
                        .refusal())
                .isEqualTo("invalid_nonce");
        assertThat(other.send(there.exchange(world.challenge(realm), newRid())).refusal())
                .isEqualTo("invalid_challenge");
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        assertThat(other.send(there.agent().registration(binding, idToken)).refusal())
                .isEqualTo("invalid_id_token");
        String dust = here.dustFor(world.challenge(realm));
        Tab tab = world.devicePage(other);
        tab.dust(dust);
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(world.signIn(there).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A13 every kind of JWS at every endpoint that is not its own: refused")
    void everyKindEverywhere() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        WireAgent agent = registration.agent();
        Tab tab = world.devicePage(realm);
        String challenge = tab.page().challenge();
        Draft exchange = registration.exchange(challenge, newRid());
        String dust = registration.rotate(realm.send(exchange));
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        tab.dust(dust);
        Tab.Tokens tokens = tab.tokens();

        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put(
                "agent_finish_endpoint",
                WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), WireKey.es256())
                        .compact());
        kinds.put(
                "registration_endpoint",
                agent.registration(binding, tokens.idToken().compact()).compact());
        kinds.put(
                "exchange_endpoint", registration.exchange(challenge, newRid()).compact());
        kinds.put("revocation_endpoint", registration.revoke("test").compact());
        kinds.put(
                "proof of possession",
                agent.proof(WireKey.es256(), realm.nonce()).compact());
        kinds.put("challenge", challenge);
        kinds.put("DUST", dust);
        kinds.put("ID token", tokens.idToken().compact());
        kinds.put("access token", tokens.accessToken().compact());
        for (String name :
                List.of("agent_finish_endpoint", "registration_endpoint", "exchange_endpoint", "revocation_endpoint")) {
            kinds.forEach((kind, compact) -> {
                if (!kind.equals(name)) {
                    Answer answer = realm.sendCompact(realm.endpoint(name), compact);
                    assertThat(answer.status()).as(kind + " at " + name).isBetween(400, 499);
                    assertThat(answer.refusal()).isNotEmpty();
                }
            });
        }
        assertThat(world.signIn(registration).isSignedIn())
                .as("nothing changed")
                .isTrue();
    }

    @Test
    @DisplayName("A13 challenge and DUST are no access, refresh or ID tokens, and tokens are no DUST or challenge")
    void tokensAreApart() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        String challenge = tab.page().challenge();
        String dust = registration.dustFor(challenge);
        String userinfo = realm.issuer() + "/protocol/openid-connect/userinfo";
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        for (String ours : List.of(challenge, dust)) {
            assertThat(realm.get(userinfo, ours).status()).isEqualTo(401);
            assertThat(realm.postForm(
                                    realm.endpoint("token_endpoint"),
                                    Map.of(
                                            "grant_type",
                                            "refresh_token",
                                            "client_id",
                                            App.SHOP.clientId(),
                                            "refresh_token",
                                            ours))
                            .status())
                    .isEqualTo(400);
            assertThat(realm.send(registration.agent().registration(binding, ours))
                            .refusal())
                    .isEqualTo("invalid_id_token");
        }
        tab.dust(dust);
        Tab.Tokens tokens = tab.tokens();
        for (String theirs :
                List.of(tokens.idToken().compact(), tokens.accessToken().compact(), tokens.refreshToken(), dust)) {
            Answer answer = realm.send(registration.exchange(theirs, newRid()));
            assertThat(answer.refusal()).isIn("invalid_challenge", "invalid_request");
            Tab fresh = world.devicePage(realm);
            fresh.dust(theirs);
            assertThat(fresh.isSignedIn()).isFalse();
        }
        // An access token in place of an ID token, and an ID token for another client.
        for (String theirs :
                List.of(tokens.accessToken().compact(), tokens.idToken().compact())) {
            assertThat(realm.send(registration.agent().registration(binding, theirs))
                            .refusal())
                    .isEqualTo("invalid_id_token");
        }
        assertThat(realm.get(userinfo, tokens.accessToken().compact()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A14 changed messages: alg none, HMAC with the public key, b64, crit, duplicates, broken signatures")
    void mutations() throws GeneralSecurityException {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Draft good = registration.exchange(world.challenge(realm), newRid());
        String endpoint = good.endpoint();
        mutationsOf(good, registration.duk()).forEach((name, compact) -> {
            Answer answer = realm.sendCompact(endpoint, compact);
            assertThat(answer.status()).as(name).isIn(400, 401);
            assertThat(answer.refusal()).as(name).isIn("invalid_request", "invalid_signature");
        });
        assertThat(realm.send(good).isGranted())
                .as("the message itself, its nonce not spent")
                .isTrue();
    }

    @Test
    @DisplayName("A15 a chain of another CA, a chain in the wrong order, and another device's chain are refused")
    void foreignChains() {
        WireAgent agent = world.agent(realm);
        WireAgent foreign = world.agent(world.other());
        WireAgent neighbour = world.agent(realm);
        Draft otherCa = agent.revokeDevice("test");
        otherCa.header().set("x5c", foreign.certificates());
        Draft wrongOrder = agent.revokeDevice("test");
        wrongOrder
                .header()
                .putArray("x5c")
                .add(agent.certificates().path(1))
                .add(agent.certificates().path(0));
        Draft onlyCa = agent.revokeDevice("test");
        onlyCa.header().putArray("x5c").add(agent.certificates().path(1));
        Draft neighbours = agent.revokeDevice("test");
        neighbours.header().set("x5c", neighbour.certificates());
        Draft garbage = agent.revokeDevice("test");
        garbage.header().putArray("x5c").add("MIIB");

        assertThat(realm.send(otherCa).refusal()).isEqualTo("untrusted_certificate");
        assertThat(realm.send(wrongOrder).refusal()).isEqualTo("untrusted_certificate");
        assertThat(realm.send(onlyCa).refusal()).isEqualTo("untrusted_certificate");
        assertThat(realm.send(neighbours).refusal()).isEqualTo("invalid_signature");
        assertThat(realm.send(garbage).status()).isBetween(400, 499);
        assertThat(realm.send(neighbour.revokeDevice("test").with("did", agent.did()))
                        .isGranted())
                .as("another device's did")
                .isFalse();
        assertThat(world.signIn(world.registration(agent, TestRealms.ADA)).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName("A25 an ID token that was bound to one DUK serves no other")
    void swappedKey() {
        WireAgent agent = world.agent(realm);
        WireAgent.Binding bound = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, bound.idTokenNonce());

        WireAgent.Binding otherKey = new WireAgent.Binding(WireKey.es256(), bound.bytes());
        assertThat(realm.send(agent.registration(otherKey, idToken)).refusal()).isEqualTo("invalid_id_token");
        WireAgent.Binding otherBytes = WireAgent.Binding.to(bound.duk());
        assertThat(realm.send(agent.registration(otherBytes, idToken)).refusal())
                .isEqualTo("invalid_id_token");
        assertThat(world.signIn(agent.register(bound, idToken)).isSignedIn()).isTrue();
        assertThat(realm.send(agent.registration(bound, idToken)).isGranted())
                .as("an ID token is used once")
                .isFalse();
    }

    @Test
    @DisplayName("A27 the same DUK for a second user, on a second device or in a second realm is key_in_use")
    void keyInUse() {
        WireKey duk = WireKey.es256();
        WireRegistration first = world.registration(world.agent(realm), TestRealms.ADA, duk);
        record Attempt(WireAgent agent, String user) {}
        for (Attempt attempt : List.of(
                new Attempt(first.agent(), TestRealms.GRACE),
                new Attempt(first.agent(), TestRealms.ADA),
                new Attempt(world.agent(realm), TestRealms.ADA),
                new Attempt(world.agent(world.other()), TestRealms.ADA))) {
            WireAgent.Binding binding = WireAgent.Binding.to(duk);
            WireRealm where = attempt.agent().realm();
            String idToken = world.idToken(where, attempt.user(), binding.idTokenNonce());
            Answer answer = where.send(attempt.agent().registration(binding, idToken));
            assertThat(answer.refusal()).as("%s", attempt).isEqualTo("key_in_use");
            assertThat(answer.status()).isEqualTo(409);
        }
        assertThat(world.signIn(first).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A42 a device whose clock is off by a day signs in")
    void skewedClock() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        for (long skew : new long[] {-86_400, 86_400, -2_000_000_000L}) {
            Tab tab = world.devicePage(realm);
            Draft draft = registration.exchange(tab.page().challenge(), newRid());
            draft.claims().put("iat", Math.max(0, draft.claims().path("iat").asLong() + skew));
            tab.dust(registration.rotate(realm.send(draft)));
            assertThat(tab.isSignedIn()).as("%s seconds", skew).isTrue();
        }
    }

    @Test
    @DisplayName("A44 a proof of possession over another nonce, for another device or by another key is refused")
    void splicedProof() {
        WireAgent agent = world.agent(realm);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        WireKey anotherKey = WireKey.es256();
        for (Draft proof : List.of(
                agent.proof(binding.duk(), realm.nonce()),
                world.agent(realm).proof(binding.duk(), "outer"),
                agent.proof(anotherKey, "outer"),
                agent.proof(binding.duk(), "outer").signedBy(anotherKey),
                agent.proof(binding.duk(), "outer").with("aud", realm.endpoint("exchange_endpoint")))) {
            Draft outer = agent.registration(binding, idToken);
            if (proof.claims().path("nonce").asText().equals("outer")) {
                proof.with("nonce", outer.claims().path("nonce").asText());
            }
            ((ObjectNode) outer.claims().path("duk")).put("pop", proof.compact());
            assertThat(realm.send(outer).refusal()).isEqualTo("invalid_signature");
        }
        assertThat(agent.register(binding, idToken).account()).isEqualTo(TestRealms.ADA);
    }

    @Test
    @DisplayName("A46 an unknown registration is answered exactly like a known one with a bad signature")
    void enumeration() {
        WireRegistration known = world.registration(realm, TestRealms.ADA);
        String challenge = world.challenge(realm);
        WireKey nobody = WireKey.es256();
        Draft badSignature = known.exchange(challenge, newRid()).signedBy(nobody);
        Draft unknown = known.exchange(challenge, newRid());
        String id = UUID.randomUUID().toString();
        unknown.with("registration", id)
                .with("durt", unknown.claims().path("durt").asText().replace(known.id(), id));
        Draft otherKid = known.exchange(challenge, newRid()).signedBy(nobody);
        otherKid.header().put("kid", nobody.jkt());
        Draft otherRealm = known.exchange(challenge, newRid());
        otherRealm.with(
                "registration",
                world.registration(world.other(), TestRealms.ADA).id());
        Draft revokeBad = known.revoke("test").signedBy(nobody);
        Draft revokeUnknown = known.revoke("test").with("registration", id);

        assertThat(List.of(realm.send(unknown), realm.send(otherKid), realm.send(otherRealm)))
                .allSatisfy(answer -> assertThat(answer.comparable())
                        .isEqualTo(realm.send(badSignature).comparable()));
        assertThat(realm.send(revokeUnknown).comparable())
                .isEqualTo(realm.send(revokeBad).comparable());
    }

    @Test
    @DisplayName("A46 an enrolment token that is unknown, ended or malformed gets the same answer")
    void enrolmentTokens() {
        JsonNode ended = world.admin()
                .post(world.adminPath(realm) + "/holdfast/enrolment-tokens", Map.of("uses", 1, "expires_in", 60));
        world.admin()
                .delete(world.adminPath(realm) + "/holdfast/enrolment-tokens/"
                        + ended.path("id").asText());
        Set<Object> answers = new java.util.HashSet<>();
        for (String token : List.of(
                ended.path("enrolment_token").asText(), "hfe_" + Base64Url.random(32), "hfe_x", "something else")) {
            Answer answer =
                    realm.postJson(realm.endpoint("agent_begin_endpoint"), "{\"enrolment_token\":\"" + token + "\"}");
            assertThat(answer.refusal()).isEqualTo("enrolment_refused");
            answers.add(answer.comparable());
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    @DisplayName("A55 a thousand messages without the key spend nothing: their nonce is good afterwards")
    void floodWithoutKey() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Draft good = registration.exchange(world.challenge(realm), newRid());
        WireKey nobody = WireKey.es256();
        String header = good.header().toString();
        String claims = good.claims().toString();
        List<Callable<Long>> floods = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            floods.add(() -> {
                long refused = 0;
                for (int j = 0; j < 125; j++) {
                    String message = j % 2 == 0
                            ? Jws.sign(header, claims, nobody)
                            : Base64Url.encode(header) + "." + Base64Url.encode(claims) + "." + Base64Url.random(64);
                    refused += realm.sendCompact(good.endpoint(), message)
                                    .refusal()
                                    .equals("invalid_signature")
                            ? 1
                            : 0;
                }
                return refused;
            });
        }
        assertThat(Together.run(floods)).containsOnly(125L);
        assertThat(realm.send(good).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A16 a revoked device is refused at once, with its registrations and their sessions")
    void revokedDevice() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab.Tokens tokens = world.signIn(registration).tokens();
        Tab waiting = world.devicePage(realm);
        String dust = registration.dustFor(waiting.page().challenge());

        assertThat(realm.send(registration.agent().revokeDevice("lost")).granted())
                .isEmpty();

        assertThat(realm.send(registration.exchange(world.challenge(realm), newRid()))
                        .refusal())
                .isEqualTo("device_revoked");
        waiting.dust(dust);
        assertThat(waiting.isSignedIn()).isFalse();
        assertThat(realm.postForm(
                                realm.endpoint("token_endpoint"),
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        App.SHOP.clientId(),
                                        "refresh_token",
                                        tokens.refreshToken()))
                        .status())
                .isEqualTo(400);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        assertThat(realm.send(registration.agent().registration(binding, idToken))
                        .refusal())
                .isEqualTo("device_revoked");
        assertThat(world.deviceEvents(realm, "device_revoked"))
                .anySatisfy(
                        event -> assertThat(event.path("details").path("reason").asText())
                                .isEqualTo("lost"));
    }

    @Test
    @DisplayName("§9 a registration ends on the word of its own key, and on the word of its device")
    void revokedRegistration() {
        WireAgent agent = world.agent(realm);
        WireRegistration ada = world.registration(agent, TestRealms.ADA);
        WireRegistration grace = world.registration(agent, TestRealms.GRACE);

        assertThat(realm.send(ada.revoke("bye")).granted()).isEmpty();
        assertThat(realm.send(ada.exchange(world.challenge(realm), newRid())).refusal())
                .isEqualTo("registration_revoked");
        assertThat(world.signIn(grace).isSignedIn()).isTrue();
        assertThat(realm.send(agent.revokeRegistration(grace.id(), "bye")).granted())
                .isEmpty();
        assertThat(realm.send(grace.exchange(world.challenge(realm), newRid())).refusal())
                .isEqualTo("registration_revoked");
    }

    @Test
    @DisplayName("§10 a disabled user is refused, and signs in again once enabled")
    void disabledUser() {
        world.addUser(realm, "lise");
        WireRegistration registration = world.registration(realm, "lise");
        Tab waiting = world.devicePage(realm);
        String dust = registration.dustFor(waiting.page().challenge());
        world.change(realm, "lise", Map.of("enabled", false));

        assertThat(realm.send(registration.exchange(world.challenge(realm), newRid()))
                        .refusal())
                .isEqualTo("user_disabled");
        waiting.dust(dust);
        assertThat(waiting.isSignedIn()).isFalse();
        world.change(realm, "lise", Map.of("enabled", true));
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A24 a device that has an owner registers nobody else")
    void ownedDevice() {
        String token = world.admin()
                .post(
                        world.adminPath(realm) + "/holdfast/enrolment-tokens",
                        Map.of("uses", 1, "expires_in", 60, "owner", TestRealms.ADA))
                .path("enrolment_token")
                .asText();
        WireAgent agent = WireAgent.enrol(realm, token);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.GRACE, binding.idTokenNonce());

        assertThat(realm.send(agent.registration(binding, idToken)).refusal()).isEqualTo("device_not_allowed");
        assertThat(world.signIn(world.registration(agent, TestRealms.ADA)).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName("A13 an ID token without the agent's nonce, or from the shop's own sign-in, registers nothing")
    void idTokenOfAnotherSignIn() {
        WireAgent agent = world.agent(realm);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        Tab tab = Visitor.withoutExtension(realm).open(App.SHOP, Map.of("nonce", binding.idTokenNonce()));
        tab.password(TestRealms.ADA, TestRealms.ADA);

        assertThat(realm.send(agent.registration(binding, tab.tokens().idToken().compact()))
                        .refusal())
                .isEqualTo("invalid_id_token");
    }

    private static Map<String, String> mutationsOf(Draft good, WireKey duk) throws GeneralSecurityException {
        ObjectNode header = good.header();
        String claims = good.claims().toString();
        String head = header.toString();
        String compact = good.compact();
        String[] parts = compact.split("\\.", -1);
        byte[] signature = Base64Url.decode(parts[2]);
        String input = parts[0] + "." + parts[1];
        WireKey stranger = WireKey.es256();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("none, no signature", part(header.deepCopy().put("alg", "none")) + "." + parts[1] + ".");
        all.put("none, old signature", part(header.deepCopy().put("alg", "none")) + "." + parts[1] + "." + parts[2]);
        all.put("no signature", input + ".");
        for (byte[] secret : List.of(
                duk.jwk().toString().getBytes(StandardCharsets.UTF_8),
                duk.publicKey().getEncoded(),
                duk.jkt().getBytes(StandardCharsets.UTF_8))) {
            String hmacInput = part(header.deepCopy().put("alg", "HS256")) + "." + parts[1];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            all.put(
                    "HS256 with " + secret.length + " public bytes",
                    hmacInput + "." + Base64Url.encode(mac.doFinal(hmacInput.getBytes(StandardCharsets.US_ASCII))));
        }
        for (String alg : List.of("ES384", "RS256", "PS256")) {
            WireKey key = WireKey.generate(alg);
            all.put("key of " + alg, Jws.sign(header.deepCopy().put("alg", alg), good.claims(), key));
        }
        for (String alg : List.of("es256", "ES256K", "EdDSA", "ES512", "RS512", "")) {
            all.put("alg '" + alg + "'", Jws.sign(header.deepCopy().put("alg", alg), good.claims(), duk));
        }
        ObjectNode b64 = header.deepCopy().put("b64", false);
        all.put("b64 alone", Jws.sign(b64, good.claims(), duk));
        b64.putArray("crit").add("b64");
        all.put("b64 and crit", Jws.sign(b64, good.claims(), duk));
        all.put("crit empty", Jws.sign(withEmptyCrit(header), good.claims(), duk));
        ObjectNode crit = header.deepCopy();
        crit.putArray("crit").add("exp");
        all.put("crit exp", Jws.sign(crit, good.claims(), duk));
        all.put("duplicate alg", Jws.sign(head.replace("{\"alg\"", "{\"alg\":\"none\",\"alg\""), claims, duk));
        all.put("duplicate durt", Jws.sign(head, claims.replace("{\"iss\"", "{\"durt\":\"x\",\"iss\""), duk));
        all.put(
                "duplicate deep",
                Jws.sign(head, claims.replace("{\"iss\"", "{\"x\":[{\"a\":1,\"a\":1}],\"iss\""), duk));
        all.put("duplicate by escape", Jws.sign(head, claims.replace("{\"iss\"", "{\"\\u0069ss\":\"x\",\"iss\""), duk));
        all.put("a fourth part", compact + ".e30");
        all.put("a dot more", compact + ".");
        all.put("padded", compact + "==");
        all.put("line end", compact + "\n");
        all.put("space before", " " + compact);
        all.put("standard base64", input + "." + parts[2] + "+/");
        all.put("zeros", input + "." + Base64Url.encode(new byte[64]));
        all.put("short", input + "." + Base64Url.encode(Arrays.copyOf(signature, 63)));
        all.put("long", input + "." + Base64Url.encode(Arrays.copyOf(signature, 65)));
        byte[] swapped = new byte[64];
        System.arraycopy(signature, 32, swapped, 0, 32);
        System.arraycopy(signature, 0, swapped, 32, 32);
        all.put("R and S swapped", input + "." + Base64Url.encode(swapped));
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(duk.privateKey());
        der.update(input.getBytes(StandardCharsets.US_ASCII));
        all.put("DER", input + "." + Base64Url.encode(der.sign()));
        ObjectNode jwk = header.deepCopy();
        jwk.set("jwk", stranger.jwk());
        all.put("stranger's jwk", Jws.sign(jwk, good.claims(), stranger));
        all.put("stranger's kid", Jws.sign(header.deepCopy().put("kid", stranger.jkt()), good.claims(), stranger));
        all.put("jku", Jws.sign(header.deepCopy().put("jku", "http://127.0.0.1:9/keys"), good.claims(), stranger));
        ObjectNode noKid = header.deepCopy();
        noKid.remove("kid");
        all.put("no kid", Jws.sign(noKid, good.claims(), duk));
        ObjectNode noTyp = header.deepCopy();
        noTyp.remove("typ");
        all.put("no typ", Jws.sign(noTyp, good.claims(), duk));
        all.put("other typ", Jws.sign(header.deepCopy().put("typ", "JWT"), good.claims(), duk));
        all.put(
                "other claims",
                parts[0] + "." + Base64Url.encode(claims.replace("localhost", "evilhost")) + "." + parts[2]);
        return all;
    }

    private static ObjectNode withEmptyCrit(ObjectNode header) {
        ObjectNode crit = header.deepCopy();
        crit.putArray("crit");
        return crit;
    }

    private static String part(JsonNode json) {
        return Base64Url.encode(json.toString());
    }
}
