package dev.holdfast.device.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SessionHash;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.realm.RollOut;
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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionProofTest {
    private static final String SESSION = "5a1e6c1f-7a0f-4c0e-8f1e-0d9a3f6b2c11";

    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final FakeRegistration registration = device.register(ada);
    private final SignInAttempt attempt = realm.attempt();

    @Test
    @DisplayName("Section 13: a proof by the device's key opens its session once more, and rotates nothing")
    void proves() {
        Registration before = registration.row();

        Dusts.Proof proof = redeem(registration.proof(attempt, SESSION));

        assertThat(proof.userId()).isEqualTo(ada);
        assertThat(proof.subject().registration().id()).isEqualTo(registration.id());
        assertThat(proof.verifiedAt()).isEqualTo(before.verifiedAt());
        assertThat(registration.row()).isEqualTo(before);
    }

    @Test
    @DisplayName("Section 13: the DUST of a proof names the session by its hash and has no generation")
    void claims() throws Exception {
        String dust = registration.proof(attempt, SESSION);
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(dust.split("\\.", -1)[1]));

        assertThat(claims.path("purpose").textValue()).isEqualTo("reproof");
        assertThat(claims.path("sid_hash").textValue())
                .isEqualTo(SessionHash.of(SESSION).value());
        assertThat(claims.toString()).doesNotContain(SESSION);
        assertThat(claims.has("gen")).isFalse();
    }

    @Test
    @DisplayName("A57 a proof of a session is no sign-in and no renewal")
    void noSignIn() {
        String proof = registration.proof(attempt, SESSION);

        for (Purpose purpose : List.of(Purpose.LOGIN, Purpose.RENEWAL)) {
            Refused.with(
                    Refusal.INVALID_CHALLENGE,
                    () -> realm.dusts().redeem(proof, purpose, TestRealm.presentation(attempt), realm.registry()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN", "RENEWAL"})
    @DisplayName("A57 a DUST of a sign-in or a renewal is no proof of a session")
    void noProof(Purpose purpose) {
        String dust = registration.dust(attempt, purpose);

        Refused.with(Refusal.INVALID_CHALLENGE, () -> redeem(dust));
    }

    @Test
    @DisplayName("A57 the proof endpoint takes no challenge of a sign-in, and the exchange none of a session")
    void challenges() {
        for (Purpose purpose : List.of(Purpose.LOGIN, Purpose.RENEWAL, Purpose.REGISTRATION)) {
            Refused.with(
                    Refusal.INVALID_CHALLENGE,
                    () -> realm.prove(registration
                            .proofMessage(realm.challenge(attempt, purpose))
                            .sign(registration.duk())));
        }
        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.exchange(registration
                        .exchangeMessage(realm.sessionChallenge(attempt, SESSION))
                        .sign(registration.duk())));
    }

    @Test
    @DisplayName("A36 a proof opens no other session, and the session takes no other registration's proof")
    void otherSession() {
        String proof = registration.proof(attempt, SESSION);
        String stranger = device.register(realm.users().add("grace")).proof(attempt, SESSION);

        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.dusts()
                        .redeemProof(
                                proof,
                                SessionHash.of("another session"),
                                registration.id(),
                                TestRealm.presentation(attempt),
                                realm.registry()));
        Refused.with(Refusal.DEVICE_NOT_ALLOWED, () -> redeem(stranger));
    }

    @Test
    @DisplayName("A36 a proof is worth nothing in another tab or another browser")
    void otherBrowser() {
        String proof = registration.proof(attempt, SESSION);
        SignInAttempt other = realm.attempt();

        for (Dusts.Presentation presented : List.of(
                TestRealm.presentation(other),
                new Dusts.Presentation(
                        attempt.txn(),
                        Optional.of(other.verifier()),
                        Optional.of(TestRealm.ORIGIN.value()),
                        Optional.empty()),
                new Dusts.Presentation(
                        attempt.txn(), Optional.empty(), Optional.of(TestRealm.ORIGIN.value()), Optional.empty()))) {
            Refused.with(
                    Refusal.INVALID_CHALLENGE,
                    () -> realm.dusts()
                            .redeemProof(
                                    proof, SessionHash.of(SESSION), registration.id(), presented, realm.registry()));
        }
    }

    @Test
    @DisplayName("A8 a proof is spent once, by whichever of a hundred comes first")
    void spentOnce() {
        String proof = registration.proof(attempt, SESSION);
        List<Supplier<Boolean>> all = IntStream.range(0, 100)
                .<Supplier<Boolean>>mapToObj(i -> () -> {
                    try {
                        redeem(proof);
                        return true;
                    } catch (RefusedException e) {
                        return false;
                    }
                })
                .toList();

        assertThat(AtOnce.run(all)).containsOnlyOnce(true);
    }

    @Test
    @DisplayName("Section 13: many tabs prove their session at once, and none overtakes another")
    void manyTabs() {
        List<SignInAttempt> tabs =
                IntStream.range(0, 10).mapToObj(i -> realm.attempt()).toList();
        List<String> proofs =
                tabs.stream().map(tab -> registration.proof(tab, SESSION)).toList();

        for (int i = tabs.size() - 1; i >= 0; i--) {
            assertThat(redeem(proofs.get(i), tabs.get(i)).userId()).isEqualTo(ada);
        }
    }

    @Test
    @DisplayName("A33 a locked device proves nothing, and a proof does not unlock it")
    void locked() {
        realm.clock().move(Duration.ofHours(11).plusMinutes(59));
        redeem(registration.proof(attempt, SESSION));
        Registration before = registration.row();
        realm.clock().move(Duration.ofMinutes(1));

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, () -> registration.proof(realm.attempt(), SESSION));
        assertThat(registration.row().activeUntil()).isEqualTo(before.activeUntil());
    }

    @ParameterizedTest
    @EnumSource(
            value = Registration.Status.class,
            names = {"REVOKED", "QUARANTINED"})
    @DisplayName("A36 an ended registration proves nothing, and a proof made before is worthless")
    void ended(Registration.Status status) {
        String before = registration.proof(attempt, SESSION);
        realm.registry().end(registration.id(), status);
        Refusal expected =
                status == Registration.Status.REVOKED ? Refusal.REGISTRATION_REVOKED : Refusal.REGISTRATION_QUARANTINED;

        Refused.with(expected, () -> registration.proof(realm.attempt(), SESSION));
        Refused.with(expected, () -> redeem(before));
    }

    @Test
    @DisplayName("A16 a revoked device proves nothing, nor does the device of a disabled user")
    void revokedDevice() {
        String before = registration.proof(attempt, SESSION);
        realm.users().disable(ada);
        Refused.with(Refusal.USER_DISABLED, () -> registration.proof(realm.attempt(), SESSION));
        realm.registry().change(device.did(), StandingChange.REVOKE);

        Refused.with(Refusal.DEVICE_REVOKED, () -> registration.proof(realm.attempt(), SESSION));
        Refused.with(Refusal.DEVICE_REVOKED, () -> redeem(before));
    }

    @Test
    @DisplayName("G11 a user to whom device login is not rolled out any more proves no session")
    void notRolledOut() {
        realm.rollOut(new RollOut(true, Set.of("/pilots")));

        Refused.with(Refusal.FEATURE_DISABLED, () -> registration.proof(attempt, SESSION));
    }

    @Test
    @DisplayName("A46 a proof for an unknown registration is answered like a bad signature, and spends no nonce")
    void unknownRegistration() {
        long spent = realm.spentNonces().size();
        String challenge = realm.sessionChallenge(attempt, SESSION);

        RefusedException unknown = Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.prove(registration
                        .proofMessage(challenge)
                        .claim("registration", UUID.randomUUID().toString())
                        .sign(registration.duk())));
        RefusedException foreign = Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.prove(registration.proofMessage(challenge).sign(TestKey.es256())));

        assertThat(unknown.refusal().description()).isEqualTo(foreign.refusal().description());
        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    @Test
    @DisplayName("A13 a message for the exchange, or for another realm, proves nothing")
    void otherKinds() {
        String challenge = realm.sessionChallenge(attempt, SESSION);
        for (MessageBuilder message : List.of(
                registration.proofMessage(challenge).header("typ", "holdfast-exchange+jwt"),
                registration
                        .proofMessage(challenge)
                        .claim("aud", realm.endpoints().exchange()),
                registration
                        .proofMessage(challenge)
                        .claim("aud", realm.neighbour("other").endpoints().proof()))) {
            Refused.with(Refusal.INVALID_SIGNATURE, () -> realm.prove(message.sign(registration.duk())));
        }
    }

    @Test
    @DisplayName("A1 a page of another origin gets no proof, and a challenge of yesterday is over")
    void originAndAge() {
        String challenge = realm.sessionChallenge(attempt, SESSION);
        Refused.with(
                Refusal.ORIGIN_MISMATCH,
                () -> realm.prove(registration
                        .proofMessage(challenge)
                        .claim("origin", "https://idp.example.com.evil.example")
                        .sign(registration.duk())));
        realm.trust(new Origin("https://new.example.com"));
        Refused.with(
                Refusal.ORIGIN_MISMATCH,
                () -> realm.prove(registration.proofMessage(challenge).sign(registration.duk())));
        realm.trust(TestRealm.ORIGIN);
        realm.clock().move(Duration.ofSeconds(120));
        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.prove(registration.proofMessage(challenge).sign(registration.duk())));
    }

    @Test
    @DisplayName("A9 the nonce of a proof serves once")
    void replay() {
        String message = registration
                .proofMessage(realm.sessionChallenge(attempt, SESSION))
                .sign(registration.duk());
        realm.prove(message);

        Refused.with(Refusal.INVALID_NONCE, () -> realm.prove(message));
    }

    private Dusts.Proof redeem(String dust) {
        return redeem(dust, attempt);
    }

    private Dusts.Proof redeem(String dust, SignInAttempt tab) {
        return realm.dusts()
                .redeemProof(
                        dust,
                        SessionHash.of(SESSION),
                        registration.id(),
                        TestRealm.presentation(tab),
                        realm.registry());
    }
}
