package dev.holdfast.device.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.exchange.Exchange.Outcome.Granted;
import dev.holdfast.device.exchange.Exchange.Outcome.Quarantined;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.testrealm.AtOnce;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExchangeRaceTest {
    private static final int MESSAGES = 100;

    private final TestRealm realm = new TestRealm();
    private final FakeRegistration registration =
            FakeDevice.enrolled(realm).register(realm.users().add("ada"));
    private final String challenge = realm.challenge(realm.attempt(), Purpose.LOGIN);

    @Test
    @DisplayName("A21 100 messages with the same rid at once: one generation, identical answers, one DUST")
    void sameRid() {
        byte[] rid = realm.secret();

        List<Object> outcomes = atOnce(IntStream.range(0, MESSAGES)
                .mapToObj(i -> registration.exchangeMessage(challenge, rid).sign(registration.duk()))
                .toList());

        assertThat(outcomes).hasSize(MESSAGES).allMatch(Granted.class::isInstance);
        assertThat(outcomes.stream().map(outcome -> ((Granted) outcome).durt().reveal()))
                .containsOnly(((Granted) outcomes.get(0)).durt().reveal());
        assertThat(outcomes.stream()
                        .filter(outcome -> ((Granted) outcome).dust().isPresent()))
                .hasSize(1);
        Registration row = registration.row();
        assertThat(row.status()).isEqualTo(Registration.Status.LIVE);
        assertThat(row.version()).isEqualTo(1);
        assertThat(row.rotation().generation()).isEqualTo(1);
    }

    @Test
    @DisplayName("A21 100 messages with distinct rids at once: one successor at most is handed out, then quarantine")
    void distinctRids() {
        List<Object> outcomes = atOnce(IntStream.range(0, MESSAGES)
                .mapToObj(i -> registration.exchangeMessage(challenge).sign(registration.duk()))
                .toList());

        assertThat(outcomes.stream().filter(Granted.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Quarantined.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.REGISTRATION_QUARANTINED::equals))
                .hasSize(MESSAGES - 2);
        assertThat(registration.row().status()).isEqualTo(Registration.Status.QUARANTINED);
    }

    @Test
    @DisplayName("A9 one message 50 times at once: its nonce is spent once")
    void sameMessage() {
        String message = registration.exchangeMessage(challenge).sign(registration.duk());

        List<Object> outcomes =
                atOnce(IntStream.range(0, 50).mapToObj(i -> message).toList());

        assertThat(outcomes.stream().filter(Granted.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.INVALID_NONCE::equals)).hasSize(49);
    }

    @Test
    @DisplayName("A21 overtaken by the same question: decided again it is a repeat")
    void overtakenBySameQuestion() {
        byte[] rid = realm.secret();
        String second = message(rid);
        Granted[] first = new Granted[1];
        realm.registry().beforeNextChange(() -> first[0] = (Granted) realm.exchange(message(rid)));

        Granted again = (Granted) realm.exchange(second);

        assertThat(first[0].dust()).isPresent();
        assertThat(again.dust()).isEmpty();
        assertThat(again.durt()).isEqualTo(first[0].durt());
        assertThat(registration.row().version()).isEqualTo(1);
    }

    @Test
    @DisplayName("A21 overtaken by another question: decided again it is a fork")
    void overtakenByAnotherQuestion() {
        String second = message(realm.secret());
        realm.registry().beforeNextChange(() -> realm.exchange(message(realm.secret())));

        assertThat(realm.exchange(second)).isInstanceOf(Quarantined.class);
        assertThat(registration.row().status()).isEqualTo(Registration.Status.QUARANTINED);
    }

    @Test
    @DisplayName("A16 a registration that ends between look and change hands nothing out")
    void endedInBetween() {
        String message = message(realm.secret());
        realm.registry().beforeNextChange(() -> realm.registry().end(registration.id(), Registration.Status.REVOKED));

        Refused.with(Refusal.REGISTRATION_REVOKED, () -> realm.exchange(message));
        assertThat(registration.row().rotation().pending()).isNull();
    }

    @Test
    @DisplayName("A21 two that see the same reuse: one quarantines, the other finds it done")
    void quarantinedInBetween() {
        String reuse = message(realm.secret());
        String another = message(realm.secret());
        registration.exchange();
        registration.exchange();
        realm.registry()
                .beforeNextChange(() -> assertThat(realm.exchange(another)).isInstanceOf(Quarantined.class));

        Refused.with(Refusal.REGISTRATION_QUARANTINED, () -> realm.exchange(reuse));
    }

    @Test
    @DisplayName("Section 8: an unlock between look and change is kept")
    void renewedInBetween() {
        Instant until = realm.clock().instant().plusSeconds(99_999);
        Presence presence = Presence.signedIn(realm.clock().instant(), Duration.ofSeconds(99_999));
        realm.registry().beforeNextChange(() -> realm.registry().renew(registration.id(), presence));

        assertThat(realm.exchange(message(realm.secret()))).isInstanceOf(Granted.class);
        assertThat(registration.row().activeUntil()).isEqualTo(until);
    }

    private String message(byte[] rid) {
        return registration.exchangeMessage(challenge, rid).sign(registration.duk());
    }

    private List<Object> atOnce(List<String> messages) {
        return AtOnce.run(messages.stream()
                .map(message -> (Supplier<Object>) () -> {
                    try {
                        return realm.exchange(message);
                    } catch (RefusedException e) {
                        return e.refusal();
                    }
                })
                .toList());
    }
}
