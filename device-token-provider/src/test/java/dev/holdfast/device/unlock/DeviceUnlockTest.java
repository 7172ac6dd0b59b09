package dev.holdfast.device.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.RollOut;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.registry.VerificationMethod;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceUnlockTest {
    private static final Duration TWELVE_HOURS = Duration.ofHours(12);

    private final TestRealm realm = new TestRealm().unlock(counting(Assurance.SOFTWARE));
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final TestKey duv = TestKey.es256();
    private final FakeRegistration registration = device.registerWithPin(ada, duv);

    private static UnlockPolicy counting(Assurance least) {
        return new UnlockPolicy(Optional.of(least), false);
    }

    private DeviceUnlock.Unlocked unlock() {
        return unlock(registration.unlockMessage(duv));
    }

    private DeviceUnlock.Unlocked unlock(MessageBuilder message) {
        return realm.unlock(message.sign(duv));
    }

    private void lock() {
        realm.clock().move(TWELVE_HOURS);
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    private Presence stored() {
        return registration.row().presence();
    }

    private Dusts.Proof signIn(SignInAttempt attempt) {
        return realm.dusts()
                .redeem(
                        registration.dust(attempt, Purpose.LOGIN),
                        Purpose.LOGIN,
                        TestRealm.presentation(attempt),
                        realm.registry());
    }

    @Test
    @DisplayName("G8 a locked device is unlocked for 12 hours by the key that asks for the user, and nothing rotates")
    void unlocks() {
        lock();
        Registration before = registration.row();

        DeviceUnlock.Unlocked unlocked = unlock();

        Instant now = realm.clock().instant();
        assertThat(unlocked.presence())
                .isEqualTo(Presence.askedByDevice(now, TWELVE_HOURS, VerificationMethod.PIN, Optional.empty()))
                .isEqualTo(stored());
        assertThat(stored().activeUntil()).isEqualTo(now.plus(TWELVE_HOURS));
        assertThat(registration.row().rotation()).isEqualTo(before.rotation());
        assertThat(registration.row().version()).isEqualTo(before.version());
        assertThat(registration.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("A33 rotations between two unlocks leave the unlocked time where the unlock set it")
    void rotationsDoNotExtend() {
        lock();
        unlock();
        Instant until = stored().activeUntil();
        for (int i = 0; i < 11; i++) {
            realm.clock().move(Duration.ofHours(1));
            registration.exchange();
            assertThat(stored().activeUntil()).isEqualTo(until);
        }
        realm.clock().move(Duration.ofHours(1));

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    @Test
    @DisplayName("A34 an unlock signed by the key that is used silently is a bad signature, whatever key it names")
    void signedByTheSilentKey() {
        lock();
        Presence before = stored();

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(registration.unlockMessage(duv).sign(registration.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(
                        registration.unlockMessage(registration.duk()).sign(registration.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(registration.unlockMessage(device.agentKey()).sign(device.agentKey())));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    @DisplayName("A34 an exchange signed by the key that unlocks is a bad signature: the two keys never stand in")
    void exchangeByTheUserKey() {
        SignInAttempt attempt = realm.attempt();
        MessageBuilder message = registration.exchangeMessage(realm.challenge(attempt, Purpose.LOGIN));

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.exchange(message.header("kid", duv.jkt()).sign(duv)));
    }

    @Test
    @DisplayName("A34 where no key that asks its user was registered, nothing unlocks by message; A46 answered alike")
    void withoutUserKey() {
        FakeRegistration plain = device.register(realm.users().add("grace"));

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(plain.unlockMessage(duv).sign(duv)));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(plain.unlockMessage(plain.duk()).sign(plain.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> unlock(registration
                        .unlockMessage(duv)
                        .claim("registration", UUID.randomUUID().toString())));
    }

    @Test
    @DisplayName("A34 the key of one registration does not unlock another")
    void keyOfAnother() {
        TestKey other = TestKey.es256();
        FakeRegistration grace = device.registerWithPin(realm.users().add("grace"), other);

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.unlock(grace.unlockMessage(duv).sign(duv)));
        Refused.with(
                Refusal.DURT_UNKNOWN,
                () -> realm.unlock(grace.unlockMessage(other)
                        .claim(
                                "durt_hash",
                                Durt.parse(registration.durt())
                                        .orElseThrow()
                                        .hash()
                                        .value())
                        .sign(other)));
    }

    @Test
    @DisplayName("A9 a message that unlocked once does not unlock again")
    void replayed() {
        String message = registration.unlockMessage(duv).sign(duv);
        realm.unlock(message);

        Refused.with(Refusal.INVALID_NONCE, () -> realm.unlock(message));
    }

    @Test
    @DisplayName("Section 8: the hash may be that of the current token or of its successor that was not seen yet")
    void hashOfEither() {
        FakeRegistration before = registration.copy();
        registration.exchange();

        unlock(before.unlockMessage(duv));
        unlock(registration.unlockMessage(duv));
        registration.exchange();
        Refused.with(Refusal.DURT_UNKNOWN, () -> unlock(before.unlockMessage(duv)));
        assertThat(registration.row().status()).isEqualTo(Registration.Status.LIVE);
    }

    @ParameterizedTest(name = "least {0}: {1}")
    @CsvSource({"software, true", "hardware, false", "attested, false", "off, false"})
    @DisplayName("G8 the realm says what a device must be for its PIN to count; keys in files do not by default")
    void policy(String least, boolean counts) {
        realm.unlock(
                new UnlockPolicy(least.equals("off") ? Optional.empty() : Optional.of(Assurance.read(least)), false));

        if (counts) {
            unlock();
        } else {
            Refused.with(Refusal.USER_VERIFICATION_REQUIRED, this::unlock);
        }
    }

    @Test
    @DisplayName("G8 what does not count any more locks at once")
    void policyOfNow() {
        lock();
        unlock();
        realm.unlock(UnlockPolicy.byDefault());

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
        realm.unlock(counting(Assurance.SOFTWARE));
        assertThat(registration.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("A61 only an unlock of this very attempt makes its sign-in a fresh one, and its time is the unlock's")
    void freshness() {
        SignInAttempt attempt = realm.attempt();
        realm.clock().move(Duration.ofMinutes(10));
        assertThat(signIn(realm.attempt()).unlockedHere()).isFalse();

        unlock(registration.unlockMessage(duv, attempt));
        Instant unlockedAt = realm.clock().instant();
        realm.clock().move(Duration.ofSeconds(20));

        Dusts.Proof elsewhere = signIn(realm.attempt());
        assertThat(elsewhere.unlockedHere()).isFalse();
        Dusts.Proof here = signIn(attempt);
        assertThat(here.unlockedHere()).isTrue();
        assertThat(here.verifiedAt()).isEqualTo(unlockedAt);
        assertThat(here.evidence()).isEqualTo(Evidence.AGENT);
    }

    @Test
    @DisplayName("A61 an unlock without a page, or of a page of before, makes no attempt a fresh one")
    void notFresh() {
        SignInAttempt attempt = realm.attempt();
        unlock(registration.unlockMessage(duv, attempt));
        unlock();

        assertThat(signIn(attempt).unlockedHere()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RENEWAL", "REGISTRATION"})
    @DisplayName("A57 a challenge for another purpose unlocks nothing")
    void otherPurpose(Purpose purpose) {
        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> unlock(registration
                        .unlockMessage(duv, realm.attempt())
                        .claim("challenge", realm.challenge(realm.attempt(), purpose))));
    }

    @Test
    @DisplayName("A1 an unlock for a page of another origin is refused")
    void otherOrigin() {
        Refused.with(
                Refusal.ORIGIN_MISMATCH,
                () -> unlock(
                        registration.unlockMessage(duv, realm.attempt()).claim("origin", "https://idp.example.org")));
    }

    @Test
    @DisplayName("RFC 8176 amr says user, pin and mfa of no key in a file, however fresh the unlock is")
    void methodsOfSoftware() {
        unlock();

        assertThat(signIn(realm.attempt()).amr()).containsExactly("swk");
    }

    @Test
    @DisplayName("G8 unlocks count towards the limit of sign-ins per minute")
    void limited() {
        realm.set(DeviceSetting.EXCHANGES_PER_MINUTE, 2);
        unlock();
        unlock();

        Refused.with(Refusal.TOO_MANY_REQUESTS, this::unlock);
        Refused.with(Refusal.TOO_MANY_REQUESTS, registration::exchange);
    }

    @Test
    @DisplayName("A16 an ended registration, a revoked device and a user without device login unlock nothing")
    void standing() {
        realm.rollOut(new RollOut(true, Set.of("/pilot")));
        Refused.with(Refusal.FEATURE_DISABLED, this::unlock);
        realm.rollOut(RollOut.toEverybody());
        realm.users().disable(ada);
        Refused.with(Refusal.USER_DISABLED, this::unlock);
        realm.registry().end(registration.id(), Registration.Status.QUARANTINED);
        Refused.with(Refusal.REGISTRATION_QUARANTINED, this::unlock);
        realm.registry().change(device.did(), StandingChange.REVOKE);
        Refused.with(Refusal.DEVICE_REVOKED, this::unlock);
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"registration", "durt_hash", "method"})
    @DisplayName("A48 a message that lacks a claim is malformed")
    void incomplete(String claim) {
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> unlock(registration.unlockMessage(duv).withoutClaim(claim)));
    }

    @Test
    @DisplayName("A48 a method that RFC 8176 does not know is malformed")
    void unknownMethod() {
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> unlock(registration.unlockMessage(duv).claim("method", "voice")));
    }
}
