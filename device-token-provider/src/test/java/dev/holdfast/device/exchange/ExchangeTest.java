package dev.holdfast.device.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.exchange.Exchange.Outcome.Granted;
import dev.holdfast.device.exchange.Exchange.Outcome.Quarantined;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.rotation.DerivationKeys;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final FakeRegistration registration = device.register(ada);

    @Test
    @DisplayName("Section 6: an exchange gives the next DURT and a DUST, again and again")
    void grants() {
        for (long generation = 2; generation < 6; generation++) {
            Granted granted = granted(registration.exchange());
            assertThat(granted.durt().generation()).isEqualTo(generation);
            assertThat(granted.durt().registration()).isEqualTo(registration.id());
            assertThat(granted.dust()).isPresent();
            assertThat(granted.account().name()).isEqualTo("ada");
            assertThat(granted.clientId()).isEqualTo("portal");
            assertThat(granted.durtExpiresAt())
                    .isEqualTo(realm.clock().instant().plus(Duration.ofDays(14)));
        }
    }

    static Stream<TestKey> everyAlgorithm() {
        return Stream.of(TestKey.es256(), TestKey.es384(), TestKey.ps256(), TestKey.rs256());
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithm")
    @DisplayName("Section 2: users' keys of every accepted algorithm register and sign in")
    void everyAlgorithm(TestKey duk) {
        FakeRegistration other = device.register(realm.users().add("grace"), duk);

        assertThat(granted(other.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("A46 an unknown registration is answered like a bad signature, and neither spends the nonce")
    void unknownRegistration() {
        long spent = realm.spentNonces().size();
        MessageBuilder unknown =
                loginMessage().claim("registration", UUID.randomUUID().toString());
        RefusedException first =
                Refused.with(Refusal.INVALID_SIGNATURE, () -> realm.exchange(unknown.sign(registration.duk())));
        RefusedException second = Refused.with(
                Refusal.INVALID_SIGNATURE, () -> realm.exchange(loginMessage().sign(TestKey.es256())));

        assertThat(first.refusal().description()).isEqualTo(second.refusal().description());
        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    @Test
    @DisplayName("A55 messages that the key did not sign for this endpoint spend no nonce and change nothing")
    void unsignedSpendNothing() {
        TestKey foreign = TestKey.es256();
        long spent = realm.spentNonces().size();
        Registration before = registration.row();
        String nonce = realm.nonce();
        List<String> messages = new ArrayList<>();
        messages.add(loginMessage().claim("nonce", nonce).sign(foreign));
        messages.add(loginMessage()
                .claim("nonce", nonce)
                .header("kid", foreign.jkt())
                .sign(foreign));
        messages.add(loginMessage()
                .claim("nonce", nonce)
                .header("kid", foreign.jkt())
                .sign(registration.duk()));
        messages.add(loginMessage().claim("nonce", nonce).withoutHeader("kid").sign(registration.duk()));
        messages.add(loginMessage()
                .claim("nonce", nonce)
                .header("typ", "holdfast-revoke+jwt")
                .sign(registration.duk()));
        messages.add(loginMessage()
                .claim("nonce", nonce)
                .claim("aud", realm.endpoints().revoke())
                .sign(registration.duk()));
        messages.add(loginMessage()
                .claim("nonce", nonce)
                .claim("iss", "urn:holdfast:device:" + UUID.randomUUID())
                .sign(registration.duk()));
        messages.add(loginMessage().claim("nonce", nonce).sign(device.agentKey()));
        for (int i = 0; i < 500; i++) {
            messages.add(messages.get(0).substring(0, messages.get(0).lastIndexOf('.') + 1)
                    + MessageBuilder.encode(realm.secret())
                    + MessageBuilder.encode(realm.secret()).substring(0, 42)
                    + 'A');
        }

        for (String message : messages) {
            Refused.with(Refusal.INVALID_SIGNATURE, () -> realm.exchange(message));
        }

        assertThat(realm.spentNonces().size()).isEqualTo(spent);
        assertThat(registration.row()).isEqualTo(before);
        assertThat(granted(registration.send(loginMessage().claim("nonce", nonce)))
                        .dust())
                .isPresent();
    }

    @Test
    @DisplayName("A17 a stolen DURT is useless without the device key")
    void stolenDurt() {
        Registration before = registration.row();
        FakeRegistration thief =
                FakeDevice.enrolled(realm).register(realm.users().add("mallory"));
        MessageBuilder stolen = thief.exchangeMessage(loginChallenge()).claim("durt", registration.durt());

        Refused.with(Refusal.DURT_UNKNOWN, () -> realm.exchange(stolen.sign(thief.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE, () -> realm.exchange(loginMessage().sign(thief.duk())));

        assertThat(registration.row()).isEqualTo(before);
        assertThat(granted(registration.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("A56 an old DURT in foreign hands cannot quarantine its owner: the signature comes first")
    void oldDurtInForeignHands() {
        String old = registration.durt();
        registration.exchange();
        registration.exchange();
        Registration before = registration.row();
        TestKey thief = TestKey.es256();

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.exchange(loginMessage()
                        .claim("durt", old)
                        .header("kid", thief.jkt())
                        .sign(thief)));

        assertThat(registration.row()).isEqualTo(before);
        assertThat(granted(registration.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("A18 two actors with the same key and state alternate: the second one quarantines the family")
    void twoActors() {
        registration.exchange();
        FakeRegistration copy = registration.copy();
        assertThat(granted(copy.exchange()).dust()).isPresent();

        assertThat(registration.exchange()).isInstanceOf(Quarantined.class);

        assertThat(registration.row().status()).isEqualTo(Registration.Status.QUARANTINED);
        Refused.with(Refusal.REGISTRATION_QUARANTINED, copy::exchange);
        Refused.with(Refusal.REGISTRATION_QUARANTINED, registration::exchange);
    }

    @Test
    @DisplayName("A20 the copy of a device that went on for long is caught by its first message")
    void oldCopy() {
        FakeRegistration copy = registration.copy();
        for (int i = 0; i < 4; i++) {
            registration.exchange();
        }

        assertThat(copy.exchange()).isInstanceOf(Quarantined.class);
        Refused.with(Refusal.REGISTRATION_QUARANTINED, registration::exchange);
    }

    @Test
    @DisplayName("A22 two rotations within the same second are two generations; the first DURT is reuse at once")
    void sameSecond() {
        FakeRegistration former = registration.copy();
        assertThat(granted(registration.exchange()).durt().generation()).isEqualTo(2);
        assertThat(granted(registration.exchange()).durt().generation()).isEqualTo(3);

        assertThat(former.exchange()).isInstanceOf(Quarantined.class);
    }

    @Test
    @DisplayName("G7 a lost answer: the same question again gives the identical DURT and no second DUST")
    void lostAnswer() {
        byte[] rid = realm.secret();
        String challenge = loginChallenge();
        Granted lost = granted(
                realm.exchange(registration.exchangeMessage(challenge, rid).sign(registration.duk())));
        Registration before = registration.row();

        Granted again = granted(registration.send(registration.exchangeMessage(challenge, rid)));

        assertThat(again.durt()).isEqualTo(lost.durt());
        assertThat(lost.dust()).isPresent();
        assertThat(again.dust()).isEmpty();
        assertThat(registration.row()).isEqualTo(before);
        assertThat(granted(registration.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("Section 7: when K was lost in between, the same question gets a new successor that works")
    void lostAnswerAndLostKey() {
        byte[] rid = realm.secret();
        Granted lost = granted(realm.exchange(
                registration.exchangeMessage(loginChallenge(), rid).sign(registration.duk())));
        realm.derivation(new DerivationKeys("k9", Map.of("k9", realm.secret())));

        Granted again = granted(registration.send(registration.exchangeMessage(loginChallenge(), rid)));

        assertThat(again.durt()).isNotEqualTo(lost.durt());
        assertThat(again.dust()).isEmpty();
        assertThat(granted(registration.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("A9 the same message twice is refused the second time and changes nothing")
    void replay() {
        String message = loginMessage().sign(registration.duk());
        realm.exchange(message);
        Registration before = registration.row();

        Refused.with(Refusal.INVALID_NONCE, () -> realm.exchange(message));

        assertThat(registration.row()).isEqualTo(before);
    }

    @Test
    @DisplayName("A19 a message signed in advance is worthless once its nonce's lifetime is over")
    void signedInAdvance() {
        String message = loginMessage().sign(registration.duk());
        realm.clock().move(Duration.ofSeconds(120));

        Refused.with(Refusal.INVALID_NONCE, () -> realm.exchange(message));
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -1, 0, 1, 86_400, 31_536_000})
    @DisplayName("A42 a device whose clock is wrong signs in: iat is not looked at")
    void deviceClock(long off) {
        assertThat(granted(registration.send(loginMessage().claim("iat", realm.now() + off)))
                        .dust())
                .isPresent();
    }

    @Test
    @DisplayName(
            "Section 8: locked is user_verification_required and changes nothing; a renewal is served all the same")
    void locked() {
        realm.clock().move(Duration.ofHours(12).minusSeconds(1));
        granted(registration.exchange());
        realm.clock().move(Duration.ofSeconds(1));
        Registration before = registration.row();

        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);

        assertThat(registration.row()).isEqualTo(before);
        assertThat(granted(registration.exchange(realm.attempt(), Purpose.RENEWAL))
                        .dust())
                .isPresent();
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    @Test
    @DisplayName("A33 rotation never stretches the unlocked time")
    void rotationDoesNotUnlock() {
        Registration before = registration.row();
        realm.clock().move(Duration.ofHours(11).plusMinutes(59));
        Granted granted = granted(registration.exchange());
        granted(registration.exchange(realm.attempt(), Purpose.RENEWAL));

        assertThat(granted.subject().registration().activeUntil()).isEqualTo(before.activeUntil());
        assertThat(registration.row().activeUntil()).isEqualTo(before.activeUntil());
        realm.clock().move(Duration.ofMinutes(1));
        Refused.with(Refusal.USER_VERIFICATION_REQUIRED, registration::exchange);
    }

    @Test
    @DisplayName("Section 8: a reused DURT quarantines even when locked")
    void reuseWhenLocked() {
        FakeRegistration copy = registration.copy();
        registration.exchange();
        registration.exchange();
        realm.clock().move(Duration.ofHours(13));

        assertThat(copy.exchange()).isInstanceOf(Quarantined.class);
    }

    @Test
    @DisplayName(
            "Section 6: the rotations of a minute are limited; a refused one changes nothing and says when to come again")
    void rateLimit() {
        realm.set(DeviceSetting.EXCHANGES_PER_MINUTE, 3);
        for (int i = 0; i < 3; i++) {
            granted(registration.exchange());
            realm.clock().move(Duration.ofSeconds(5));
        }
        Registration before = registration.row();

        RefusedException refused = Refused.with(Refusal.TOO_MANY_REQUESTS, registration::exchange);

        assertThat(refused.retryAfterSeconds()).isEqualTo(45);
        assertThat(registration.row()).isEqualTo(before);
        realm.clock().move(Duration.ofSeconds(44));
        Refused.with(Refusal.TOO_MANY_REQUESTS, registration::exchange);
        realm.clock().move(Duration.ofSeconds(1));
        assertThat(granted(registration.exchange()).dust()).isPresent();
    }

    @Test
    @DisplayName("Section 7: a full minute neither refuses a repeated question nor hides a reuse")
    void rateLimitAndRepeat() {
        realm.set(DeviceSetting.EXCHANGES_PER_MINUTE, 2);
        FakeRegistration copy = registration.copy();
        granted(registration.exchange());
        byte[] rid = realm.secret();
        granted(realm.exchange(
                registration.exchangeMessage(loginChallenge(), rid).sign(registration.duk())));

        granted(registration.send(registration.exchangeMessage(loginChallenge(), rid)));
        Refused.with(Refusal.TOO_MANY_REQUESTS, registration::exchange);
        assertThat(copy.exchange()).isInstanceOf(Quarantined.class);
    }

    @Test
    @DisplayName("Section 7: a DURT that was not used for 14 days is expired, and one second earlier it is not")
    void slidingExpiry() {
        realm.clock().move(Duration.ofDays(14).minusSeconds(1));
        granted(registration.exchange(realm.attempt(), Purpose.RENEWAL));
        realm.clock().move(Duration.ofDays(14).minusSeconds(1));
        granted(registration.exchange(realm.attempt(), Purpose.RENEWAL));
        realm.clock().move(Duration.ofDays(14));

        Refused.with(Refusal.DURT_EXPIRED, () -> registration.exchange(realm.attempt(), Purpose.RENEWAL));
    }

    @Test
    @DisplayName("Section 7: a registration ends after 90 days however often it is used")
    void absoluteExpiry() {
        for (int days = 10; days < 90; days += 10) {
            realm.clock().move(Duration.ofDays(10));
            Granted granted = granted(registration.exchange(realm.attempt(), Purpose.RENEWAL));
            assertThat(granted.durtExpiresAt())
                    .isBeforeOrEqualTo(registration.row().absoluteExpiresAt());
        }
        realm.clock().move(Duration.ofDays(10).minusSeconds(1));
        granted(registration.exchange(realm.attempt(), Purpose.RENEWAL));
        realm.clock().move(Duration.ofSeconds(1));

        Refused.with(Refusal.DURT_EXPIRED, () -> registration.exchange(realm.attempt(), Purpose.RENEWAL));
    }

    @Test
    @DisplayName("Section 6: a disabled and a deleted user, a revoked device and an ended registration do not sign in")
    void standing() {
        FakeRegistration bob = device.register(realm.users().add("bob"));
        realm.users().disable("id-bob");
        Refused.with(Refusal.USER_DISABLED, bob::exchange);
        realm.users().remove("id-bob");
        Refused.with(Refusal.USER_DISABLED, bob::exchange);

        FakeRegistration former = registration;
        FakeRegistration current = device.register(ada);
        Refused.with(Refusal.REGISTRATION_REVOKED, former::exchange);
        granted(current.exchange());

        realm.registry().change(device.did(), StandingChange.REVOKE);
        Refused.with(Refusal.DEVICE_REVOKED, current::exchange);
    }

    @Test
    @DisplayName("A1 a challenge that another host relayed: the browser's origin is not the challenge's")
    void relayedChallenge() {
        Registration before = registration.row();

        Refused.with(
                Refusal.ORIGIN_MISMATCH,
                () -> realm.exchange(loginMessage()
                        .claim("origin", "https://idp.example.com.evil.test")
                        .sign(registration.duk())));

        assertThat(registration.row()).isEqualTo(before);
    }

    @Test
    @DisplayName("A1 a challenge for a page that the realm does not trust any more, though the browser was there")
    void untrustedOrigin() {
        Origin former = new Origin("https://login.example.com");
        String challenge = realm.challenge(realm.attempt(), Purpose.LOGIN, former);
        MessageBuilder message = registration.exchangeMessage(challenge).claim("origin", former.value());

        Refused.with(Refusal.ORIGIN_MISMATCH, () -> realm.exchange(message.sign(registration.duk())));
        realm.trust(TestRealm.ORIGIN, former);
        granted(registration.send(registration.exchangeMessage(challenge).claim("origin", former.value())));
    }

    @TestFactory
    @DisplayName("A3 look-alikes of the login page's origin get no DUST, the origin itself does")
    Stream<DynamicTest> lookAlikes() {
        return Vectors.cases("origins.json")
                .filter(one -> Origin.parse(one.path("a").textValue()).isPresent())
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    TestRealm own = new TestRealm();
                    Origin page = new Origin(one.path("a").textValue());
                    own.trust(page);
                    FakeRegistration user =
                            FakeDevice.enrolled(own).register(own.users().add("ada"));
                    String message = user.exchangeMessage(own.challenge(own.attempt(), Purpose.LOGIN, page))
                            .claim("origin", one.path("b").textValue())
                            .sign(user.duk());
                    if (one.path("equal").booleanValue()) {
                        assertThat(granted(own.exchange(message)).dust()).isPresent();
                    } else {
                        boolean text = one.path("b").textValue().codePoints().noneMatch(Character::isISOControl)
                                && !one.path("b").textValue().isEmpty();
                        Refused.with(
                                text ? Refusal.ORIGIN_MISMATCH : Refusal.INVALID_REQUEST, () -> own.exchange(message));
                    }
                }));
    }

    @Test
    @DisplayName("A12 challenge, nonce, audience and registration of another realm are worth nothing here")
    void anotherRealm() {
        TestRealm other = realm.neighbour("other");
        Registration before = registration.row();

        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.exchange(registration
                        .exchangeMessage(other.challenge(other.attempt(), Purpose.LOGIN))
                        .sign(registration.duk())));
        Refused.with(
                Refusal.INVALID_NONCE,
                () -> realm.exchange(
                        loginMessage().claim("nonce", other.nonce()).sign(registration.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.exchange(loginMessage()
                        .claim("aud", other.endpoints().exchange())
                        .sign(registration.duk())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> other.exchange(loginMessage()
                        .claim("aud", other.endpoints().exchange())
                        .claim("nonce", other.nonce())
                        .sign(registration.duk())));

        assertThat(registration.row()).isEqualTo(before);
    }

    @Test
    @DisplayName("Section 6: a challenge is good for 120 seconds by the server's clock")
    void expiredChallenge() {
        String challenge = loginChallenge();
        realm.clock().move(Duration.ofSeconds(119));
        granted(registration.send(registration.exchangeMessage(challenge)));
        realm.clock().move(Duration.ofSeconds(1));

        Refused.with(
                Refusal.INVALID_CHALLENGE,
                () -> realm.exchange(registration.exchangeMessage(challenge).sign(registration.duk())));
    }

    @Test
    @DisplayName("A57 a challenge for a registration gets no DUST")
    void registrationChallenge() {
        Refused.with(Refusal.INVALID_CHALLENGE, () -> registration.exchange(realm.attempt(), Purpose.REGISTRATION));
    }

    @Test
    @DisplayName("A13 a DUST, a self-made or an altered challenge is no challenge")
    void forgedChallenges() {
        SignInAttempt attempt = realm.attempt();
        String genuine = realm.challenge(attempt, Purpose.LOGIN);
        String payload = genuine.split("\\.", -1)[1];
        String selfMade = new MessageBuilder("holdfast-challenge+jwt")
                .header("kid", realm.signing().publicKey().thumbprint().value())
                .claim("iss", realm.endpoints().issuer())
                .sign(registration.duk());
        List<String> forged = List.of(
                registration.dust(attempt, Purpose.LOGIN),
                selfMade,
                genuine.split("\\.", -1)[0] + '.' + payload + '.' + selfMade.split("\\.", -1)[2],
                registration.exchangeMessage(genuine).sign(registration.duk()));

        for (String challenge : forged) {
            Refused.with(
                    Refusal.INVALID_CHALLENGE,
                    () -> realm.exchange(registration.exchangeMessage(challenge).sign(registration.duk())));
        }
    }

    @Test
    @DisplayName("Section 3: a challenge that a retired key signed is good until it expires")
    void retiredKey() {
        TestRealm other = realm.neighbour("other");
        String challenge = realm.challenge(realm.attempt(), Purpose.LOGIN);
        assertThat(realm.realm()
                        .keys()
                        .verificationKey(
                                other.signing().publicKey().thumbprint().value()))
                .isEmpty();
        realm.retired(List.of(other.signing().publicKey()));
        assertThat(realm.realm()
                        .keys()
                        .verificationKey(
                                other.signing().publicKey().thumbprint().value()))
                .contains(other.signing().publicKey());
        granted(registration.send(registration.exchangeMessage(challenge)));
    }

    @Test
    @DisplayName(
            "Section 7: the DURT of another registration, or one the server forgot by a restore, is unknown and changes nothing")
    void unknownDurt() {
        Registration backup = registration.row();
        registration.exchange();
        registration.exchange();
        realm.registry().restore(backup);
        FakeRegistration bob = device.register(realm.users().add("bob"));

        Refused.with(Refusal.DURT_UNKNOWN, registration::exchange);
        Refused.with(
                Refusal.DURT_UNKNOWN,
                () -> realm.exchange(loginMessage().claim("durt", bob.durt()).sign(registration.duk())));

        assertThat(registration.row()).isEqualTo(backup);
        granted(bob.exchange());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "iat", "jti", "nonce", "registration", "durt", "rid", "challenge", "origin"})
    @DisplayName("Section 2: a missing or ill-typed claim is invalid_request before anything is looked up")
    void shape(String claim) {
        long spent = realm.spentNonces().size();
        Object[] illTyped = {Map.of(), List.of("x"), true, -1, 1.5, "", "\u0000"};

        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> realm.exchange(loginMessage().withoutClaim(claim).sign(TestKey.es256())));
        for (Object value : illTyped) {
            Refused.with(
                    Refusal.INVALID_REQUEST,
                    () -> realm.exchange(loginMessage().claim(claim, value).sign(TestKey.es256())));
        }

        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    /** One fault for each check of section 6, in the page's order. */
    private enum Fault {
        SHAPE(Refusal.INVALID_REQUEST),
        SIGNATURE(Refusal.INVALID_SIGNATURE),
        NONCE(Refusal.INVALID_NONCE),
        CHALLENGE(Refusal.INVALID_CHALLENGE),
        ORIGIN(Refusal.ORIGIN_MISMATCH),
        DEVICE(Refusal.DEVICE_REVOKED),
        REGISTRATION(Refusal.REGISTRATION_REVOKED),
        USER(Refusal.USER_DISABLED),
        DURT(Refusal.DURT_UNKNOWN),
        LOCKED(Refusal.USER_VERIFICATION_REQUIRED);

        final Refusal refusal;

        Fault(Refusal refusal) {
            this.refusal = refusal;
        }
    }

    @TestFactory
    @DisplayName("Section 6: the checks come in the page's order: of many faults the first is answered")
    Stream<DynamicTest> orderOfChecks() {
        return Stream.of(Fault.values())
                .map(first -> DynamicTest.dynamicTest(first.name(), () -> {
                    TestRealm own = new TestRealm();
                    FakeDevice laptop = FakeDevice.enrolled(own);
                    FakeRegistration user = laptop.register(own.users().add("ada"));
                    own.clock().move(Duration.ofHours(13));
                    TestKey signer = user.duk();
                    MessageBuilder message = user.exchangeMessage(own.challenge(own.attempt(), Purpose.LOGIN));
                    for (Fault fault : Fault.values()) {
                        if (fault.ordinal() < first.ordinal()) {
                            continue;
                        }
                        switch (fault) {
                            case SHAPE -> message.withoutClaim("rid");
                            case SIGNATURE -> signer = TestKey.es256();
                            case NONCE ->
                                message.claim("nonce", own.neighbour("n").nonce());
                            case CHALLENGE ->
                                message.claim("challenge", own.challenge(own.attempt(), Purpose.REGISTRATION));
                            case ORIGIN -> message.claim("origin", "https://evil.test");
                            case DEVICE -> own.registry().change(laptop.did(), StandingChange.REVOKE);
                            case REGISTRATION -> own.registry().end(user.id(), Registration.Status.REVOKED);
                            case USER -> own.users().disable("id-ada");
                            case DURT -> message.claim("durt", new Durt(user.id(), 1, "A".repeat(43)).reveal());
                            case LOCKED -> {} // Thirteen hours have passed.
                        }
                    }
                    String compact = message.sign(signer);
                    Refused.with(first.refusal, () -> own.exchange(compact));
                }));
    }

    private String loginChallenge() {
        return realm.challenge(realm.attempt(), Purpose.LOGIN);
    }

    private MessageBuilder loginMessage() {
        return registration.exchangeMessage(loginChallenge());
    }

    private static Granted granted(Exchange.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Granted.class);
        return (Granted) outcome;
    }
}
