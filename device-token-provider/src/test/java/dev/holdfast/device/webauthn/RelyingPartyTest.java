package dev.holdfast.device.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.testrealm.FakeAuthenticator;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RelyingPartyTest {
    private static final Map<String, Consumer<FakeAuthenticator>> FORGERIES = Map.of(
            "A34 step 17: the user was not verified", authenticator -> authenticator.verified = false,
            "step 16: nobody was present", authenticator -> authenticator.present = false,
            "step 13: a page of another origin", authenticator -> authenticator.origin = "https://evil.example.com",
            "step 15: another relying party", authenticator -> authenticator.relyingParty = "evil.example.com",
            "Level 3 §6.1.3: a credential that other machines may have",
                    authenticator -> authenticator.backupEligible = true);

    private final TestRealm realm = new TestRealm();
    private final RelyingParty party = new RelyingParty(TestRealm.ORIGIN);
    private final FakeAuthenticator authenticator = new FakeAuthenticator(realm);
    private final UUID registration = UUID.randomUUID();
    private final byte[] challenge = realm.secret();
    private final Instant now = realm.clock().instant();

    private PlatformCredential registered() {
        return party.register(registration, challenge, authenticator.create(challenge));
    }

    @Test
    @DisplayName("G8 a credential is for one registration, and its user is verified by a signature over the challenge")
    void verifies() {
        PlatformCredential credential = registered();
        authenticator.count = 7;

        VerifiedUser user = party.verify(credential, challenge, authenticator.get(challenge), now);

        assertThat(user.registration()).isEqualTo(registration).isEqualTo(credential.registration());
        assertThat(user.at()).isEqualTo(now);
        assertThat(user.signCount()).isEqualTo(7);
    }

    @TestFactory
    @DisplayName("WebAuthn §7.1: a new credential is refused if")
    Stream<DynamicTest> creation() {
        return FORGERIES.entrySet().stream()
                .map(forgery -> DynamicTest.dynamicTest(forgery.getKey(), () -> {
                    FakeAuthenticator false_ = new FakeAuthenticator(realm);
                    forgery.getValue().accept(false_);
                    refused(() -> party.register(registration, challenge, false_.create(challenge)));
                }));
    }

    @TestFactory
    @DisplayName("WebAuthn §7.2: an assertion is refused if")
    Stream<DynamicTest> assertion() {
        return FORGERIES.entrySet().stream()
                .map(forgery -> DynamicTest.dynamicTest(forgery.getKey(), () -> {
                    FakeAuthenticator honest = new FakeAuthenticator(realm);
                    PlatformCredential credential = party.register(registration, challenge, honest.create(challenge));
                    forgery.getValue().accept(honest);
                    Assertion forged = honest.get(challenge);
                    refused(() -> party.verify(credential, challenge, forged, now));
                }));
    }

    @Test
    @DisplayName("WebAuthn §7.1 step 8, §7.2 step 12: what was signed for another challenge is refused")
    void otherChallenge() {
        byte[] other = realm.secret();
        refused(() -> party.register(registration, challenge, authenticator.create(other)));
        PlatformCredential credential = registered();
        refused(() -> party.verify(credential, challenge, authenticator.get(other), now));
    }

    @Test
    @DisplayName("WebAuthn §7.1 step 7, §7.2 step 11: an assertion is no creation, and a creation no assertion")
    void otherCeremony() {
        PlatformCredential credential = registered();
        Creation creation = authenticator.create(challenge);
        Assertion assertion = authenticator.get(challenge);
        refused(() -> party.register(
                registration, challenge, new Creation(creation.attestationObject(), assertion.clientData())));
        refused(() -> party.verify(
                credential,
                challenge,
                new Assertion(
                        assertion.credentialId(),
                        assertion.authenticatorData(),
                        creation.clientData(),
                        assertion.signature()),
                now));
    }

    @Test
    @DisplayName("WebAuthn §7.2 step 20: a signature by another key, or of other authenticator data, is refused")
    void otherKey() {
        PlatformCredential credential = registered();
        Assertion mine = authenticator.get(challenge);
        FakeAuthenticator stranger = new FakeAuthenticator(realm);
        Assertion theirs = stranger.get(challenge);
        refused(() -> party.verify(credential, challenge, theirs, now));
        refused(() -> party.verify(
                credential,
                challenge,
                new Assertion(mine.credentialId(), mine.authenticatorData(), mine.clientData(), theirs.signature()),
                now));
        authenticator.verified = false;
        Assertion unverified = authenticator.get(challenge);
        refused(() -> party.verify(
                credential,
                challenge,
                new Assertion(
                        mine.credentialId(), mine.authenticatorData(), unverified.clientData(), unverified.signature()),
                now));
    }

    @Test
    @DisplayName("A20 WebAuthn §7.2 step 21: a counter that does not grow is a copy of the credential")
    void counter() {
        authenticator.count = 5;
        PlatformCredential credential = registered();
        refused(() -> party.verify(credential, challenge, authenticator.get(challenge), now));
        authenticator.count = 4;
        refused(() -> party.verify(credential, challenge, authenticator.get(challenge), now));
        authenticator.count = 6;
        assertThat(party.verify(credential, challenge, authenticator.get(challenge), now)
                        .signCount())
                .isEqualTo(6);
    }

    @Test
    @DisplayName("A14 WebAuthn §7.1 step 20: an algorithm that was not asked for is refused")
    void algorithm() {
        authenticator.coseAlgorithm = -8;
        refused(() -> party.register(registration, challenge, authenticator.create(challenge)));
        assertThat(RelyingParty.algorithms()).containsExactly(-7L, -257L);
    }

    @Test
    @DisplayName("What is no base64url is a malformed request")
    void malformed() {
        Refused.with(Refusal.INVALID_REQUEST, () -> party.register(registration, challenge, new Creation("§", "e30")));
    }

    private static void refused(Runnable verification) {
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, verification::run);
    }
}
