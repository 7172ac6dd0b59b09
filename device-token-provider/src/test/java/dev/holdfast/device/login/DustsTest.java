package dev.holdfast.device.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.login.Dusts.Presentation;
import dev.holdfast.device.login.Dusts.Proof;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.AtOnce;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.Vectors;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DustsTest {
    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final FakeRegistration registration = device.register(ada);
    private final SignInAttempt attempt = realm.attempt();

    @Test
    @DisplayName("Section 6: a DUST proves the device to the sign-in that asked for it")
    void redeemed() {
        Proof proof = redeem(login(), TestRealm.presentation(attempt));

        assertThat(proof.userId()).isEqualTo(ada);
        assertThat(proof.amr()).containsExactly("swk");
        assertThat(proof.acr()).isEqualTo("urn:holdfast:acr:device");
        assertThat(proof.verifiedAt()).isEqualTo(registration.row().verifiedAt());
        assertThat(proof.subject().registration().id()).isEqualTo(registration.id());
    }

    @Test
    @DisplayName("Section 6: a DUST has the claims of the page, and is signed by the realm's device-token key")
    void claims() throws Exception {
        String dust = login();
        CompactJws jws = CompactJws.parse(dust);
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(dust.split("\\.", -1)[1]));

        assertThat(jws.isSignedBy(
                        realm.signing().publicKey().publicKey(),
                        realm.signing().publicKey().algorithm()))
                .isTrue();
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "iss",
                        "aud",
                        "sub",
                        "purpose",
                        "txn",
                        "cc",
                        "registration",
                        "did",
                        "gen",
                        "cnf",
                        "amr",
                        "acr",
                        "verified_at",
                        "evidence",
                        "unlocked",
                        "jti",
                        "iat",
                        "exp");
        assertThat(claims.path("aud").textValue()).isEqualTo(realm.endpoints().login());
        assertThat(claims.path("gen").longValue()).isEqualTo(2);
        assertThat(claims.path("cnf").path("jkt").textValue())
                .isEqualTo(registration.duk().jkt());
        assertThat(claims.path("exp").longValue() - claims.path("iat").longValue())
                .isEqualTo(60);
        assertThat(claims.path("txn").textValue()).isEqualTo(attempt.txn());
        assertThat(claims.path("cc").textValue()).isEqualTo(attempt.codeChallenge());
    }

    @Test
    @DisplayName("RFC 7636 appendix B: the code challenge of a verifier")
    void codeChallenge() {
        assertThat(new SignInAttempt("txn", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").codeChallenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    @DisplayName("A6 the attacker's DUST in the victim's browser: another txn, another verifier, no cookie")
    void loginCsrf() {
        String dust = login();
        SignInAttempt victim = realm.attempt();
        Optional<String> origin = Optional.of(TestRealm.ORIGIN.value());

        assertRefused(Refusal.INVALID_CHALLENGE, dust, TestRealm.presentation(victim));
        assertRefused(
                Refusal.INVALID_CHALLENGE,
                dust,
                new Presentation(attempt.txn(), Optional.of(victim.verifier()), origin, Optional.empty()));
        assertRefused(
                Refusal.INVALID_CHALLENGE,
                dust,
                new Presentation(attempt.txn(), Optional.empty(), origin, Optional.empty()));
        assertRefused(
                Refusal.INVALID_CHALLENGE,
                dust,
                new Presentation(attempt.txn(), Optional.of(attempt.codeChallenge()), origin, Optional.empty()));
        redeem(dust, TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A7 a planted session opens nothing: the verifier of its browser is missing")
    void sessionFixation() {
        SignInAttempt planted = new SignInAttempt(attempt.txn(), realm.attempt().verifier());

        assertRefused(Refusal.INVALID_CHALLENGE, login(), TestRealm.presentation(planted));
    }

    @Test
    @DisplayName("A8 one DUST posted 50 times at once is accepted once")
    void replay() {
        String dust = login();

        List<Boolean> accepted = AtOnce.run(IntStream.range(0, 50)
                .<Supplier<Boolean>>mapToObj(i -> () -> {
                    try {
                        redeem(dust, TestRealm.presentation(attempt));
                        return true;
                    } catch (RefusedException e) {
                        assertThat(e.refusal()).isEqualTo(Refusal.INVALID_CHALLENGE);
                        return false;
                    }
                })
                .toList());

        assertThat(accepted.stream().filter(Boolean::booleanValue)).hasSize(1);
    }

    @Test
    @DisplayName("A8 once a later DUST was spent an earlier one is worth nothing")
    void spentOrder() {
        String first = login();
        String second = login();
        redeem(second, TestRealm.presentation(attempt));

        assertRefused(Refusal.INVALID_CHALLENGE, first, TestRealm.presentation(attempt));
        redeem(login(), TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A13 only a DUST is a DUST: not a challenge, a device's message or a token of another key")
    void typeConfusion() {
        Presentation presented = TestRealm.presentation(attempt);
        String genuine = login();
        String header = genuine.split("\\.", -1)[0];
        String payload = genuine.split("\\.", -1)[1];

        assertRefused(Refusal.INVALID_SIGNATURE, realm.challenge(attempt, Purpose.LOGIN), presented);
        assertRefused(
                Refusal.INVALID_SIGNATURE,
                registration
                        .exchangeMessage(realm.challenge(attempt, Purpose.LOGIN))
                        .sign(registration.duk()),
                presented);
        assertRefused(
                Refusal.INVALID_SIGNATURE, new MessageBuilder("holdfast-dust+jwt").sign(TestKey.es256()), presented);
        assertRefused(
                Refusal.INVALID_SIGNATURE,
                header
                        + '.'
                        + payload
                        + '.'
                        + MessageBuilder.encode(registration.duk().sign(header + '.' + payload)),
                presented);
        assertRefused(Refusal.INVALID_REQUEST, "", presented);
        assertRefused(Refusal.INVALID_REQUEST, "..", presented);
        assertRefused(Refusal.INVALID_REQUEST, "x".repeat(200_000), presented);
    }

    @Test
    @DisplayName("A12 the DUST of another realm is no DUST here")
    void anotherRealm() {
        TestRealm other = realm.neighbour("other");
        FakeRegistration there =
                FakeDevice.enrolled(other).register(other.users().add("ada"));
        String dust = there.dust(attempt, Purpose.LOGIN);

        assertRefused(Refusal.INVALID_SIGNATURE, dust, TestRealm.presentation(attempt));
        realm.retired(List.of(other.signing().publicKey()));
        assertRefused(Refusal.INVALID_SIGNATURE, dust, TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A43 a DUST of another user than the one this sign-in knows already")
    void otherUser() {
        realm.users().add("bob");
        String dust = login();
        Presentation bobs = new Presentation(
                attempt.txn(),
                Optional.of(attempt.verifier()),
                Optional.of(TestRealm.ORIGIN.value()),
                Optional.of("id-bob"));
        Presentation adas = new Presentation(
                attempt.txn(),
                Optional.of(attempt.verifier()),
                Optional.of(TestRealm.ORIGIN.value()),
                Optional.of(ada));

        assertRefused(Refusal.DEVICE_NOT_ALLOWED, dust, bobs);
        assertThat(redeem(dust, adas).userId()).isEqualTo(ada);
    }

    @TestFactory
    @DisplayName("A1 A3 a DUST posted from another origin is refused and not spent")
    Stream<DynamicTest> origins() {
        realm.set(DeviceSetting.EXCHANGES_PER_MINUTE, 600);
        Stream<DynamicTest> special = Stream.of(
                foreignOrigin("no Origin header", Optional.empty()),
                foreignOrigin("an opaque origin", Optional.of("null")),
                foreignOrigin("a foreign origin", Optional.of("https://evil.test")));
        Stream<DynamicTest> lookAlikes = Vectors.cases("origins.json")
                .filter(one -> one.path("a").textValue().equals(TestRealm.ORIGIN.value()))
                .filter(one -> !one.path("equal").booleanValue())
                .map(one -> foreignOrigin(
                        one.path("name").textValue(), Optional.of(one.path("b").textValue())));
        return Stream.concat(special, lookAlikes);
    }

    private DynamicTest foreignOrigin(String name, Optional<String> origin) {
        return DynamicTest.dynamicTest(name, () -> {
            String dust = login();
            assertRefused(
                    Refusal.ORIGIN_MISMATCH,
                    dust,
                    new Presentation(attempt.txn(), Optional.of(attempt.verifier()), origin, Optional.empty()));
            redeem(dust, TestRealm.presentation(attempt));
        });
    }

    @Test
    @DisplayName("Section 6: a DUST waits 60 seconds and not one more")
    void expiry() {
        String first = login();
        realm.clock().move(Duration.ofSeconds(59));
        redeem(first, TestRealm.presentation(attempt));
        String second = login();
        realm.clock().move(Duration.ofSeconds(60));

        assertRefused(Refusal.INVALID_CHALLENGE, second, TestRealm.presentation(attempt));
    }

    @ParameterizedTest
    @EnumSource(names = {"REVOKED", "QUARANTINED"})
    @DisplayName("A16 a registration that ended after the exchange signs nobody in")
    void endedRegistration(Registration.Status status) {
        String dust = login();
        realm.registry().end(registration.id(), status);

        assertRefused(Refusal.INVALID_CHALLENGE, dust, TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A16 a device that was revoked after the exchange signs nobody in")
    void revokedDevice() {
        String dust = login();
        realm.registry().change(device.did(), StandingChange.REVOKE);

        assertRefused(Refusal.DEVICE_REVOKED, dust, TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A18 of a fork's DUSTs none is left to spend after the quarantine")
    void quarantineSpoilsDusts() {
        FakeRegistration copy = registration.copy();
        String stolen = copy.dust(attempt, Purpose.LOGIN);
        registration.exchange();

        assertThat(registration.row().status()).isEqualTo(Registration.Status.QUARANTINED);
        assertRefused(Refusal.INVALID_CHALLENGE, stolen, TestRealm.presentation(attempt));
    }

    @Test
    @DisplayName("A57 a DUST of one purpose is worthless for the other")
    void purposes() {
        String login = registration.dust(attempt, Purpose.LOGIN);
        String renewal = registration.dust(attempt, Purpose.RENEWAL);
        Presentation presented = TestRealm.presentation(attempt);

        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.dusts().redeem(login, Purpose.RENEWAL, presented, realm.registry()));
        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.dusts().redeem(renewal, Purpose.LOGIN, presented, realm.registry()));
        realm.dusts().redeem(login, Purpose.LOGIN, presented, realm.registry());
        realm.dusts().redeem(renewal, Purpose.RENEWAL, presented, realm.registry());
    }

    private String login() {
        return registration.dust(attempt, Purpose.LOGIN);
    }

    private Proof redeem(String dust, Presentation presented) {
        return realm.dusts().redeem(dust, Purpose.LOGIN, presented, realm.registry());
    }

    private void assertRefused(Refusal refusal, String dust, Presentation presented) {
        Refused.with(refusal, () -> redeem(dust, presented));
    }
}
