package dev.holdfast.device.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.exchange.Exchange.Outcome.Granted;
import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.testrealm.FakeAuthenticator;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.RelyingParty;
import dev.holdfast.device.webauthn.VerifiedUser;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebauthnUnlockTest {
    private static final Duration TWELVE_HOURS = Duration.ofHours(12);

    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final FakeRegistration registration = device.register(ada);
    private final FakeAuthenticator authenticator = new FakeAuthenticator(realm);
    private final PlatformCredential credential = credentialFor(registration.id());
    private final SignInAttempt page = realm.attempt();

    private PlatformCredential credentialFor(UUID owner) {
        byte[] challenge = realm.secret();
        return new RelyingParty(TestRealm.ORIGIN).register(owner, challenge, authenticator.create(challenge));
    }

    private WebauthnUnlock.Posted posted(String challenge) {
        byte[] toSign = new Challenges(realm.realm())
                .verify(CompactJws.parse(challenge))
                .unlockChallenge(registration.id());
        return new WebauthnUnlock.Posted(challenge, registration.id(), authenticator.get(toSign));
    }

    private VerifiedUser verify(WebauthnUnlock.Posted posted) {
        return new WebauthnUnlock(realm.realm()).verify(posted, page.txn(), TestRealm.ORIGIN, credential);
    }

    private VerifiedUser verified() {
        return verify(posted(realm.challenge(page, Purpose.LOGIN)));
    }

    private String challengeFor(VerifiedUser user, SignInAttempt next) {
        return new Challenges(realm.realm()).issueForVerified(next, user, TestRealm.ORIGIN, "portal", "Portal");
    }

    private void lock() {
        realm.clock().move(TWELVE_HOURS);
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    @Test
    @DisplayName("G8 an assertion unlocks nothing by itself; the exchange of that sign-in does, for twelve hours")
    void unlocksByTheExchange() {
        lock();
        Presence before = registration.row().presence();
        VerifiedUser user = verified();
        assertThat(registration.row().presence()).isEqualTo(before);
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);

        SignInAttempt next = realm.attempt();
        realm.clock().move(Duration.ofSeconds(20));
        Granted granted = (Granted) registration.send(registration.exchangeMessage(challengeFor(user, next)));

        assertThat(granted.unlocked()).isTrue();
        assertThat(registration.row().presence())
                .isEqualTo(Presence.verified(user.at(), TWELVE_HOURS, next.txn()))
                .isEqualTo(granted.subject().registration().presence());
        Dusts.Proof proof = realm.dusts()
                .redeem(granted.dust().orElseThrow(), Purpose.LOGIN, TestRealm.presentation(next), realm.registry());
        assertThat(proof.evidence()).isEqualTo(Evidence.VERIFIED);
        assertThat(proof.verifiedAt()).isEqualTo(user.at());
        assertThat(proof.unlockedHere()).as("a fresh sign-in").isTrue();
        assertThat(proof.amr()).containsExactly("swk", "user", "mfa");
        assertThat(((Granted) registration.exchange()).unlocked()).isFalse();
    }

    @Test
    @DisplayName(
            "A33 the unlocked time runs from the assertion, however late the exchange comes, and rotation leaves it")
    void fromTheVerification() {
        lock();
        VerifiedUser user = verified();
        String challenge = challengeFor(user, realm.attempt());
        realm.clock().move(Duration.ofSeconds(100));
        registration.send(registration.exchangeMessage(challenge));
        assertThat(registration.row().activeUntil()).isEqualTo(user.at().plus(TWELVE_HOURS));
        realm.clock().move(TWELVE_HOURS.minusSeconds(101));
        registration.exchange();
        realm.clock().move(Duration.ofSeconds(1));
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    @Test
    @DisplayName("A34 an assertion without user verification does not count")
    void unverified() {
        authenticator.verified = false;
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, this::verified);
    }

    @Test
    @DisplayName("A34 one user's verification unlocks nobody else's registration on the same device")
    void anotherRegistration() {
        FakeRegistration grace = device.register(realm.users().add("grace"));
        lock();
        String challenge = challengeFor(verified(), realm.attempt());

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, () -> grace.send(grace.exchangeMessage(challenge)));
        WebauthnUnlock.Posted mine = posted(realm.challenge(page, Purpose.LOGIN));
        Refused.with(
                Refusal.USER_VERIFICATION_REQUIRED,
                () -> verify(new WebauthnUnlock.Posted(mine.challenge(), grace.id(), mine.assertion())));
    }

    @Test
    @DisplayName("G8 an assertion serves the tab and the challenge that it was made for, and no other")
    void anotherTab() {
        WebauthnUnlock.Posted elsewhere = posted(realm.challenge(realm.attempt(), Purpose.LOGIN));
        Refused.with(Refusal.INVALID_CHALLENGE, () -> verify(elsewhere));
        Refused.with(Refusal.INVALID_CHALLENGE, () -> verify(posted(realm.challenge(page, Purpose.RENEWAL))));
        WebauthnUnlock.Posted first = posted(realm.challenge(page, Purpose.LOGIN));
        String second = realm.challenge(page, Purpose.LOGIN);
        Refused.with(
                Refusal.USER_VERIFICATION_REQUIRED,
                () -> verify(new WebauthnUnlock.Posted(second, registration.id(), first.assertion())));
        realm.clock().move(Duration.ofSeconds(121));
        Refused.with(Refusal.INVALID_CHALLENGE, () -> verify(first));
    }

    @Test
    @DisplayName("G8 where a realm does not count it, an assertion is refused, and what it unlocked is locked at once")
    void policy() {
        lock();
        VerifiedUser user = verified();
        String challenge = challengeFor(user, realm.attempt());
        registration.send(registration.exchangeMessage(challenge));
        registration.exchange();

        realm.unlock(new UnlockPolicy(Optional.empty(), false));

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, this::verified);
        String late = challengeFor(user, realm.attempt());
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, () -> registration.send(registration.exchangeMessage(late)));
    }
}
