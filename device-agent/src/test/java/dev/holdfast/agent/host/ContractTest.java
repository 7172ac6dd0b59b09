package dev.holdfast.agent.host;

import static dev.holdfast.agent.host.TestDevice.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.log.FileLog;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.rotation.Rotation;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.testrealm.ServerRegistration;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent against a realm with real keys over real HTTP. */
class ContractTest {
    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private TestDevice device;

    @BeforeEach
    void open() throws Exception {
        device = new TestDevice(realm, temp.resolve("state"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private ServerRegistration server(String id) {
        return realm.registration(id);
    }

    private String enrolledAndRegistered() throws Exception {
        device.enrol();
        return device.register();
    }

    // ---- the good way -----------------------------------------------------------------------------------------

    @Test
    @DisplayName("G1 enrol, register at the page, sign in silently, again and again")
    void wholeWay() throws Exception {
        String id = enrolledAndRegistered();
        Set<String> dusts = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            JsonObject reply = device.exchange();
            assertThat(reply.flag("ok")).isTrue();
            assertThat(reply.string("account")).isEqualTo("ada");
            dusts.add(reply.string("dust"));
        }
        assertThat(dusts).hasSize(3);
        assertThat(server(id).dusts()).isEqualTo(3);
        assertThat(server(id).isQuarantined()).isFalse();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
    }

    @Test
    @DisplayName("Section 6.1: the challenge's nonce serves, so a warm sign-in is one request")
    void oneRequest() throws Exception {
        enrolledAndRegistered();
        device.exchange();
        int nonces = realm.requests("nonce");
        int keys = realm.requests("jwks");
        device.exchange();
        assertThat(realm.requests("nonce")).isEqualTo(nonces);
        assertThat(realm.requests("jwks")).isEqualTo(keys);
        assertThat(realm.requests("exchange")).isEqualTo(2);
    }

    @Test
    @DisplayName("Section 11: hello names issuers, trusted origins and devices")
    void hello() throws Exception {
        device.enrol();
        JsonObject reply = device.ask(JsonObject.builder().put("id", "h").put("type", "hello"));
        assertThat(reply.flag("ok")).isTrue();
        JsonObject issuer = reply.objects("issuers").get(0);
        assertThat(issuer.string("issuer")).isEqualTo(realm.issuer());
        assertThat(issuer.strings("trusted_origins")).containsExactly(realm.origin());
        assertThat(reply.string("agent_version")).isNotEmpty().doesNotContain("$");
    }

    @Test
    @DisplayName("Section 5.3: the device shows realm and account before it registers at the page")
    void notice() throws Exception {
        enrolledAndRegistered();
        assertThat(device.notices).singleElement().asString().contains("ada").contains(realm.issuer());
    }

    @Test
    @DisplayName("Section 5: two users of a device have a registration each, and a page picks one")
    void twoUsers() throws Exception {
        String ada = enrolledAndRegistered();
        realm.setAccount("bob");
        String bob = device.register();
        for (String id : List.of(ada, bob)) {
            JsonObject reply = device.ask(device.request("exchange")
                    .put("challenge", realm.challenge("login"))
                    .put("registration", id));
            assertThat(reply.string("account")).isEqualTo(id.equals(ada) ? "ada" : "bob");
        }
    }

    @Test
    @DisplayName("Section 5: a new registration of the same user replaces the old one, and its key is destroyed")
    void replaced() throws Exception {
        String first = enrolledAndRegistered();
        KeyName oldKey = device.registration().key();
        String second = device.register();
        assertThat(second).isNotEqualTo(first);
        assertThat(device.standings()).hasSize(1);
        assertThat(state().keys().find(oldKey)).isEmpty();
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    private RealmState state() throws Exception {
        return device.state.realm(new Issuer(realm.issuer()));
    }

    // ---- enrolment --------------------------------------------------------------------------------------------

    @Test
    @DisplayName("Section 4: a lost answer to finish costs nothing: the same key gets the same device id")
    void enrolmentAnswerLost() throws Exception {
        realm.next("agents/finish", new Fault.DropAnswer());
        assertRefused(ErrorCode.SERVER_UNREACHABLE, () -> device.enrol());
        device.enrol();
        assertThat(realm.devices()).isEqualTo(1);
        device.register();
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 4: a wrong token is enrolment_refused and leaves the device not enrolled")
    void wrongToken() throws Exception {
        assertRefused(ErrorCode.ENROLMENT_REFUSED, () -> device.enrol("hfe_" + "b".repeat(43)));
        assertThat(device.exchange().string("error")).isEqualTo("not_enrolled");
    }

    @Test
    @DisplayName("Section 3: a device configuration of another issuer is refused")
    void discoveryOfAnotherIssuer() throws Exception {
        realm.setClaimedIssuer(realm.issuer() + "x");
        assertRefused(ErrorCode.SERVER_UNREACHABLE, () -> device.enrol());
        assertThat(realm.requests("agents/begin")).isZero();
    }

    @Test
    @DisplayName("Enrolling again keeps the device and its registrations")
    void enrolAgain() throws Exception {
        enrolledAndRegistered();
        device.enrol();
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    // ---- registration -----------------------------------------------------------------------------------------

    @Test
    @DisplayName("Section 5: a registration whose answer was lost is begun again, and leaves no key behind")
    void registrationAnswerLost() throws Exception {
        device.enrol();
        JsonObject begun =
                device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
        realm.next("registrations", new Fault.DropAnswer());
        JsonObject lost = device.ask(
                device.request("register-finish").put("id_token", realm.idToken(begun.string("registration_nonce"))));
        assertThat(lost.string("error")).isEqualTo("server_unreachable");
        assertThat(state().keys().names()).containsExactly(KeyName.AGENT);
        device.register();
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("A25 an ID token with another nonce than the one the agent gave registers nothing")
    void foreignIdToken() throws Exception {
        device.enrol();
        device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
        JsonObject reply = device.ask(device.request("register-finish").put("id_token", realm.idToken("n".repeat(43))));
        assertThat(reply.string("error")).isEqualTo("invalid_id_token");
        assertThat(realm.requests("registrations")).isZero();
    }

    @Test
    @DisplayName("A challenge for a sign-in begins no registration, and one for a registration signs nobody in (A57)")
    void purposes() throws Exception {
        enrolledAndRegistered();
        assertThat(device.ask(device.request("register-begin").put("challenge", realm.challenge("login")))
                        .string("error"))
                .isEqualTo("invalid_challenge");
        int before = realm.requests("exchange");
        assertThat(device.exchange(realm.challenge("registration")).string("error"))
                .isEqualTo("invalid_challenge");
        assertThat(realm.requests("exchange")).isEqualTo(before);
    }

    @Test
    @DisplayName("Section 13: a session is proven without a rotation, by the registration that the page names")
    void provesSessions() throws Exception {
        String adas = enrolledAndRegistered();
        realm.setAccount("grace");
        String graces = device.register();

        JsonObject reply = device.ask(device.request("proof")
                .put("challenge", realm.challenge("reproof"))
                .put("registration", adas));

        assertThat(reply.flag("ok")).isTrue();
        assertThat(reply.string("account")).isEqualTo("ada");
        assertThat(reply.string("dust")).isNotEmpty();
        assertThat(realm.requests("exchange")).isZero();
        assertThat(server(adas).generation()).isEqualTo(1);
        assertThat(server(adas).dusts()).isZero();
        assertThat(device.ask(device.request("proof")
                                .put("challenge", realm.challenge("reproof"))
                                .put("registration", graces))
                        .string("account"))
                .isEqualTo("grace");
    }

    @Test
    @DisplayName("A57 a challenge for a proof signs nobody in, and no other challenge proves a session")
    void proofPurposes() throws Exception {
        enrolledAndRegistered();
        assertThat(device.exchange(realm.challenge("reproof")).string("error")).isEqualTo("invalid_challenge");
        for (String purpose : List.of("login", "renewal", "registration")) {
            assertThat(device.ask(device.request("proof").put("challenge", realm.challenge(purpose)))
                            .string("error"))
                    .isEqualTo("invalid_challenge");
        }
        assertThat(realm.requests("exchange")).isZero();
        assertThat(realm.requests("proof")).isZero();
    }

    @Test
    @DisplayName("Section 13: what the server says of a registration at a proof holds for sign-ins as well")
    void proofRefused() throws Exception {
        enrolledAndRegistered();
        realm.next("proof", new Fault.Refuse(401, "user_verification_required", 0));
        assertThat(prove().string("error")).isEqualTo("user_verification_required");
        assertThat(device.standings()).isEqualTo(Map.of("ada", "locked"));
        realm.next("proof", new Fault.DropAnswer());
        assertThat(prove().string("error")).isEqualTo("server_unreachable");
        realm.next("proof", new Fault.Refuse(403, "registration_quarantined", 0));
        assertThat(prove().string("error")).isEqualTo("registration_quarantined");
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ended"));
    }

    private JsonObject prove() throws Exception {
        return device.ask(device.request("proof").put("challenge", realm.challenge("reproof")));
    }

    @Test
    @DisplayName("Pages that begin registrations and never come back leave a bounded number of keys")
    void abandonedRegistrations() throws Exception {
        device.enrol();
        for (int i = 0; i < 8; i++) {
            device.clock.set(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(i)));
            device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
        }
        assertThat(state().keys().names()).hasSizeLessThanOrEqualTo(5);
        device.register();
    }

    @Test
    @DisplayName("invalid_nonce is answered by one more try with a fresh nonce, inside the proof as well (A44)")
    void staleNonce() throws Exception {
        enrolledAndRegistered();
        JsonObject begun =
                device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
        realm.next("registrations", new Fault.Refuse(401, "invalid_nonce", 0));
        JsonObject reply = device.ask(
                device.request("register-finish").put("id_token", realm.idToken(begun.string("registration_nonce"))));
        assertThat(reply.flag("ok")).isTrue();
    }

    @Test
    @DisplayName("A27 key_in_use is told, and the key is not kept")
    void keyInUse() throws Exception {
        device.enrol();
        JsonObject begun =
                device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
        realm.next("registrations", new Fault.Refuse(409, "key_in_use", 0));
        JsonObject reply = device.ask(
                device.request("register-finish").put("id_token", realm.idToken(begun.string("registration_nonce"))));
        assertThat(reply.string("error")).isEqualTo("key_in_use");
        assertThat(state().keys().names()).containsExactly(KeyName.AGENT);
    }

    // ---- origins and challenges -------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test",
                "http://localhost:1",
                "https://127.0.0.1",
                "null",
                "",
                "http://127.0.0.1",
            })
    @DisplayName("A1 a page of another origin gets untrusted_origin for every request that has an origin")
    void untrustedOrigin(String origin) throws Exception {
        enrolledAndRegistered();
        int before = realm.requests("exchange");
        for (String type : List.of("status", "exchange", "register-begin", "register-finish")) {
            JsonObject reply = device.ask(device.request(type)
                    .put("origin", origin)
                    .put("challenge", realm.challenge("login"))
                    .put("id_token", realm.idToken("n".repeat(43))));
            assertThat(reply.string("error")).as(type).isEqualTo("untrusted_origin");
        }
        assertThat(realm.requests("exchange")).isEqualTo(before);
    }

    @Test
    @DisplayName("A3 a path, a slash, a trailing dot or user info beside the trusted origin is another origin")
    void almostTheOrigin() throws Exception {
        enrolledAndRegistered();
        String host = realm.origin().substring("http://".length());
        for (String origin : List.of(
                realm.origin() + "/",
                realm.origin() + "/realms/acme",
                "http://user@" + host,
                "HTTP://" + host,
                "https://" + host,
                "http://" + host.replace(":", ".:"),
                realm.origin() + "\n")) {
            JsonObject reply = device.ask(
                    device.request("exchange").put("origin", origin).put("challenge", realm.challenge("login")));
            assertThat(reply.string("error")).as(origin).isEqualTo("untrusted_origin");
        }
    }

    @Test
    @DisplayName("A1 a challenge that the realm made for another page is origin_mismatch, and nothing is sent")
    void relayedChallenge() throws Exception {
        enrolledAndRegistered();
        JsonObject reply =
                device.exchange(realm.challenge("login", claims -> claims.claim("origin", "https://evil.test")));
        assertThat(reply.string("error")).isEqualTo("origin_mismatch");
        assertThat(realm.requests("exchange")).isZero();
    }

    @Test
    @DisplayName(
            "A13 A14 a challenge with wrong signature, typ, audience or shape is invalid_challenge, nothing is sent")
    void badChallenges() throws Exception {
        enrolledAndRegistered();
        String good = realm.challenge("login");
        List<String> bad = new ArrayList<>(List.of(
                realm.forgedChallenge("login"),
                realm.challengeTyped("holdfast-dust+jwt", "login"),
                realm.challengeTyped("JWT", "login"),
                realm.challenge("login", claims -> claims.audience("another")),
                realm.challenge("login", claims -> claims.claim("purpose", "unlock")),
                realm.challenge("login", claims -> claims.claim("purpose", 1)),
                realm.challenge("login", claims -> claims.claim("nonce", null)),
                realm.challenge("login", claims -> claims.claim("txn", null)),
                "",
                "x.y.z",
                good + ".x",
                good + "=",
                good.substring(0, good.lastIndexOf('.') + 1) + "AA",
                header(good, "{\"alg\":\"none\",\"typ\":\"holdfast-challenge+jwt\",\"kid\":\"k\"}"),
                header(good, "{\"alg\":\"HS256\",\"typ\":\"holdfast-challenge+jwt\",\"kid\":\"k\"}")));
        UnaryOperator<String> flip = text -> text.replace("\"login\"", "\"renewal\"");
        bad.add(payload(good, flip));
        for (String challenge : bad) {
            assertThat(device.exchange(challenge).string("error")).as(challenge).isEqualTo("invalid_challenge");
        }
        assertThat(realm.requests("exchange")).isZero();
        assertThat(device.exchange(good).flag("ok")).isTrue();
    }

    private static String header(String jws, String header) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + jws.substring(jws.indexOf('.'));
    }

    private static String payload(String jws, UnaryOperator<String> change) {
        String[] parts = jws.split("\\.");
        String claims = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0]
                + "."
                + java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(change.apply(claims).getBytes(StandardCharsets.UTF_8))
                + "."
                + parts[2];
    }

    @Test
    @DisplayName("A12 a challenge of another realm is not for this device")
    void anotherRealm() throws Exception {
        enrolledAndRegistered();
        JsonObject reply =
                device.exchange(realm.challenge("login", claims -> claims.issuer(realm.origin() + "/realms/other")));
        assertThat(reply.string("error")).isEqualTo("not_enrolled");
    }

    @Test
    @DisplayName(
            "A42 the device's clock is off by ten days either way: registering and signing in work, also when the challenge's exp has long passed by it")
    void clockIsOff() throws Exception {
        device.clock.set(Clock.offset(Clock.systemUTC(), Duration.ofDays(10)));
        enrolledAndRegistered();
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
        device.clock.set(Clock.offset(Clock.systemUTC(), Duration.ofDays(-10)));
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
    }

    @Test
    @DisplayName("Section 3: the key set is asked for again for an unknown kid, and at most once a minute")
    void unknownKid() throws Exception {
        enrolledAndRegistered();
        device.exchange();
        assertThat(realm.requests("jwks")).isEqualTo(1);
        realm.rotateKey();
        assertThat(device.exchange().string("error")).isEqualTo("invalid_challenge");
        assertThat(realm.requests("jwks")).isEqualTo(1);
        device.nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("jwks")).isEqualTo(2);
    }

    // ---- rotation ---------------------------------------------------------------------------------------------

    @Test
    @DisplayName("Section 7.3: a lost answer is repeated with the same rid, and the sign-in succeeds at once")
    void lostAnswer() throws Exception {
        String id = enrolledAndRegistered();
        realm.next("exchange", new Fault.DropAnswer());
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("exchange")).isEqualTo(3);
        assertThat(server(id).isQuarantined()).isFalse();
    }

    static Stream<Fault> unusableAnswers() {
        return Stream.of(
                new Fault.GarbleAnswer(502, "<html>Bad gateway</html>"),
                new Fault.GarbleAnswer(200, "{\"durt\":\"torn"),
                new Fault.GarbleAnswer(200, "{}"),
                new Fault.GarbleAnswer(200, "{\"durt\":\"\",\"active_until\":1,\"dust\":\"x\"}"),
                new Fault.GarbleAnswer(200, "{\"durt\":7,\"active_until\":1,\"dust\":\"x\"}"),
                new Fault.GarbleAnswer(200, " ".repeat(70_000)),
                new Fault.GarbleAnswer(204, ""),
                new Fault.GarbleAnswer(500, "{\"error\":\"unknown_code\"}"),
                new Fault.Redirect("http://127.0.0.1:1/"));
    }

    @ParameterizedTest
    @MethodSource("unusableAnswers")
    @DisplayName("A48 an answer that is torn, too long, ill-typed, a gateway's or a redirect is a lost answer")
    void unusableAnswer(Fault fault) throws Exception {
        String id = enrolledAndRegistered();
        realm.next("exchange", fault);
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(server(id).isQuarantined()).isFalse();
    }

    @Test
    @DisplayName("Section 7.3: the answer is lost three times and the agent gives up; the next sign-in works")
    void lostThreeTimes() throws Exception {
        String id = enrolledAndRegistered();
        for (int i = 0; i < 3; i++) {
            realm.next("exchange", new Fault.DropAnswer());
        }
        assertThat(device.exchange().string("error")).isEqualTo("server_unreachable");
        device.restart();
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(server(id).isQuarantined()).isFalse();
    }

    @Test
    @DisplayName("The server is away: server_unreachable, nothing changes, and the next sign-in works")
    void serverAway() throws Exception {
        enrolledAndRegistered();
        Rotation before = device.registration().rotation();
        for (int i = 0; i < 3; i++) {
            realm.next("exchange", new Fault.DropRequest());
        }
        assertThat(device.exchange().string("error")).isEqualTo("server_unreachable");
        assertThat(device.registration().rotation().durt()).isEqualTo(before.durt());
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 7.7: temporarily_unavailable repeats the same request with the same rid")
    void temporarilyUnavailable() throws Exception {
        String id = enrolledAndRegistered();
        realm.next("exchange", new Fault.Refuse(503, "temporarily_unavailable", 0));
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.pauses).hasSize(1);
        assertThat(server(id).dusts()).isEqualTo(1);
    }

    @Test
    @DisplayName("Section 7.7: after too_many_requests the server is left alone for Retry-After seconds")
    void tooManyRequests() throws Exception {
        enrolledAndRegistered();
        realm.next("exchange", new Fault.Refuse(429, "too_many_requests", 30));
        JsonObject reply = device.exchange();
        assertThat(reply.string("error")).isEqualTo("too_many_requests");
        assertThat(reply.number("retry_after")).isEqualTo(30);
        int asked = realm.requests("exchange");
        device.nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(device.exchange().number("retry_after")).isEqualTo(1);
        assertThat(realm.requests("exchange")).isEqualTo(asked);
        device.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 7.5: after a database restore the kept DURT with its own rid signs in")
    void databaseRestored() throws Exception {
        String id = enrolledAndRegistered();
        device.exchange();
        server(id).forgetLastRotation();
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(server(id).isQuarantined()).isFalse();
    }

    @Test
    @DisplayName("Section 7.5: neither the new nor the kept DURT is known: the registration is over, its key destroyed")
    void bothUnknown() throws Exception {
        String id = enrolledAndRegistered();
        device.exchange();
        KeyName key = device.registration().key();
        server(id).replaceAllTokens();
        int before = realm.requests("exchange");
        assertThat(device.exchange().string("error")).isEqualTo("durt_unknown");
        assertThat(realm.requests("exchange") - before).isEqualTo(2);
        assertThat(state().keys().find(key)).isEmpty();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ended"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"durt_reused", "registration_quarantined", "registration_revoked", "durt_expired"})
    @DisplayName("Section 7.6: a dead registration loses its key and its tokens, and the user registers again")
    void dead(String code) throws Exception {
        String id = enrolledAndRegistered();
        KeyName key = device.registration().key();
        realm.next("exchange", new Fault.Refuse(403, code, 0));
        assertThat(device.exchange().string("error")).isEqualTo(code);
        assertThat(state().keys().find(key)).isEmpty();
        String left = Files.readString(files("registrations").get(0));
        assertThat(left).doesNotContain("hfd1").contains(code);
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ended"));
        assertThat(device.exchange().string("error")).isEqualTo("not_registered");
        assertThat(device.ask(device.request("exchange")
                                .put("challenge", realm.challenge("login"))
                                .put("registration", id))
                        .string("error"))
                .isEqualTo(code);
        device.register();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device_revoked",
                "user_disabled",
                "origin_mismatch",
                "invalid_challenge",
                "invalid_signature",
                "feature_disabled",
                "invalid_request"
            })
    @DisplayName("Section 2: any other refusal leaves the state as it is")
    void otherRefusals(String code) throws Exception {
        enrolledAndRegistered();
        device.exchange();
        realm.next("exchange", new Fault.Refuse(403, code, 0));
        assertThat(device.exchange().string("error")).isEqualTo(code);
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("A18 a copied state is caught: the second holder quarantines the registration")
    void copiedState() throws Exception {
        String id = enrolledAndRegistered();
        Path copy = temp.resolve("copy");
        try (var files = Files.walk(device.folder)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(device.folder.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        TestDevice thief = new TestDevice(realm, copy);
        assertThat(thief.exchange().flag("ok")).isTrue();
        assertThat(device.exchange().string("error")).isEqualTo("durt_reused");
        assertThat(server(id).isQuarantined()).isTrue();
        assertThat(thief.exchange().string("error")).isEqualTo("registration_quarantined");
    }

    // ---- locked and renewed -----------------------------------------------------------------------------------

    @Test
    @DisplayName("Section 8: locked is shown and changes nothing; a renewal unlocks")
    void locked() throws Exception {
        String id = enrolledAndRegistered();
        server(id).setLocked(true);
        assertThat(device.exchange().string("error")).isEqualTo("user_verification_required");
        assertThat(device.standings()).isEqualTo(Map.of("ada", "locked"));
        assertThat(device.exchange(realm.challenge("renewal")).flag("ok")).isTrue();
        server(id).setLocked(false);
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
    }

    @Test
    @DisplayName(
            "A33 active_until is the server's: when it has passed the page sees locked, and the server is asked all the same")
    void lockedByTime() throws Exception {
        realm.setActiveUntil(Instant.now().getEpochSecond() - 1);
        enrolledAndRegistered();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "locked"));
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName(
            "Section 8: the answer to a renewal's exchange bears the time of before; from then on the page sees ready,"
                    + " until the server says that nothing was renewed")
    void renewed() throws Exception {
        realm.setActiveUntil(Instant.now().getEpochSecond() - 1);
        String id = enrolledAndRegistered();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "locked"));
        assertThat(device.exchange(realm.challenge("renewal")).flag("ok")).isTrue();
        assertThat(device.standings()).isEqualTo(Map.of("ada", "ready"));
        server(id).setLocked(true);
        assertThat(device.exchange().string("error")).isEqualTo("user_verification_required");
        assertThat(device.standings()).isEqualTo(Map.of("ada", "locked"));
    }

    // ---- frames and requests ----------------------------------------------------------------------------------

    @Test
    @DisplayName("A32 a frame of 0xFFFFFFFF bytes is answered without being allocated")
    void hugeFrame() throws Exception {
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 'x'};
        assertThat(device.send(huge))
                .singleElement()
                .satisfies(reply -> assertThat(reply.string("error")).isEqualTo("invalid_request"));
    }

    @Test
    @DisplayName("A32 a frame over 65,536 bytes is skipped, and the next one is answered")
    void longFrame() throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(frame(new byte[65_537]));
        input.writeBytes(frame("{\"id\":\"2\",\"type\":\"hello\"}"));
        List<JsonObject> replies = device.send(input.toByteArray());
        assertThat(replies).hasSize(2);
        assertThat(replies.get(0).string("error")).isEqualTo("invalid_request");
        assertThat(replies.get(1).flag("ok")).isTrue();
    }

    @Test
    @DisplayName("A48 no message, however bad, ends the host")
    void badMessages() throws Exception {
        List<String> bad = List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"id\":1,\"type\":\"hello\"}",
                "{\"type\":\"hello\"}",
                "{\"id\":\"\",\"type\":\"hello\"}",
                "{\"id\":\"x\"}",
                "{\"id\":\"x\",\"id\":\"x\",\"type\":\"hello\"}",
                "{\"id\":\"x\",\"type\":7}",
                "{\"id\":\"x\",\"type\":\"unknown\"}",
                "{\"id\":\"x\",\"type\":\"exchange\"}",
                "{\"id\":\"x\",\"type\":\"exchange\",\"origin\":7,\"challenge\":\"x\"}",
                "{\"id\":\"" + "i".repeat(129) + "\",\"type\":\"hello\"}",
                "{\"id\":\"x\",\"type\":\"status\",\"deep\":[[[[[[[[[[[[[]]]]]]]]]]]]]}");
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String message : bad) {
            input.writeBytes(frame(message));
        }
        input.writeBytes(frame(new byte[] {'{', '"', (byte) 0xFF, '"', '}'}));
        input.writeBytes(frame("{\"id\":\"last\",\"type\":\"hello\"}"));
        List<JsonObject> replies = device.send(input.toByteArray());
        assertThat(replies).hasSize(bad.size() + 2);
        int good = 0;
        for (JsonObject reply : replies) {
            if (reply.flag("ok")) {
                good++;
            } else {
                assertThat(reply.string("error")).isEqualTo("invalid_request");
            }
        }
        assertThat(good).isEqualTo(1);
    }

    @Test
    @DisplayName("A frame that ends in the middle ends the host without an answer")
    void tornFrame() throws Exception {
        byte[] torn = ByteBuffer.allocate(6)
                .order(ByteOrder.nativeOrder())
                .putInt(100)
                .put((byte) '{')
                .put((byte) '}')
                .array();
        assertThat(device.send(torn)).isEmpty();
        assertThat(device.send(new byte[] {1, 0})).isEmpty();
        assertThat(device.send(new byte[0])).isEmpty();
    }

    @Test
    @DisplayName("A21 many requests at once are rotations one after another: each gets a DUST of its own")
    void concurrentRequests() throws Exception {
        String id = enrolledAndRegistered();
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            input.writeBytes(frame(device.request("exchange")
                    .put("id", "r" + i)
                    .put("challenge", realm.challenge("login"))
                    .build()
                    .toBytes()));
        }
        Set<String> ids = new HashSet<>();
        Set<String> dusts = new HashSet<>();
        for (JsonObject reply : device.send(input.toByteArray())) {
            ids.add(reply.string("id"));
            dusts.add(reply.string("dust"));
        }
        assertThat(ids).hasSize(12);
        assertThat(dusts).hasSize(12);
        assertThat(server(id).isQuarantined()).isFalse();
    }

    @Test
    @DisplayName("A damaged state file is the agent's fault, not the page's, and is named in the log")
    void damagedState() throws Exception {
        enrolledAndRegistered();
        Files.writeString(files("registrations").get(0), "{");
        assertThat(device.exchange().string("error")).isEqualTo("agent_error");
        assertThat(Files.readString(device.folder.resolve(FileLog.NAME))).contains("damaged");
    }

    // ---- the log ----------------------------------------------------------------------------------------------

    @Test
    @DisplayName("A54 after a full run with faults the log holds no secret that went over the wire")
    void logHoldsNoSecret() throws Exception {
        String id = enrolledAndRegistered();
        device.exchange();
        realm.next("exchange", new Fault.DropAnswer());
        device.exchange();
        realm.next("exchange", new Fault.GarbleAnswer(502, "<html>Bad gateway</html>"));
        device.exchange();
        device.exchange(realm.forgedChallenge("login"));
        device.exchange(realm.challenge("login", claims -> claims.claim("origin", "https://evil.test")));
        server(id).setLocked(true);
        device.exchange();
        device.send(frame("{\"id\":\"x\",\"type\":\"exchange\",\"challenge\":\"" + realm.challenge("login") + "\"}"));
        server(id).replaceAllTokens();
        device.exchange();

        String log = Files.readString(device.folder.resolve(FileLog.NAME));
        assertThat(log.lines()).hasSizeGreaterThan(6).allSatisfy(line -> JsonObject.parse(line));
        assertThat(realm.secrets()).hasSizeGreaterThan(20);
        for (String secret : realm.secrets()) {
            assertThat(log).doesNotContain(secret);
        }
        assertThat(log).doesNotContain("hfd1.").doesNotContain("hfe_").doesNotContain("eyJ");
    }

    @Test
    @DisplayName("Every file of the state is the user's alone")
    void modes() throws Exception {
        enrolledAndRegistered();
        device.exchange();
        assertThat(device.state.folder().openToOthers()).isEmpty();
    }

    // ---- helpers of this class --------------------------------------------------------------------------------

    private List<Path> files(String folder) throws Exception {
        try (var walk = Files.walk(device.folder)) {
            return walk.filter(file ->
                            file.getParent().endsWith(folder) && file.toString().endsWith(".json"))
                    .toList();
        }
    }

    private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
