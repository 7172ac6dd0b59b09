package dev.holdfast.device.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.device.exchange.Exchange.Outcome;
import dev.holdfast.device.exchange.Exchange.Outcome.Granted;
import dev.holdfast.device.exchange.Exchange.Outcome.Quarantined;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.Vectors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RotationVectorsTest {
    @TestFactory
    @DisplayName("Section 7: the published lives of token families, by whole exchanges")
    Stream<DynamicTest> lives() {
        return Vectors.cases("rotation.json")
                .map(one ->
                        DynamicTest.dynamicTest(one.path("name").asText(), () -> new Life().run(one.path("steps"))));
    }

    private static final class Life {
        private final TestRealm realm = new TestRealm();
        private final FakeRegistration registration =
                FakeDevice.enrolled(realm).register(realm.users().add("ada"));
        private final Map<String, String> durts = new HashMap<>(Map.of("d1", registration.durt()));
        private final Map<String, byte[]> rids = new HashMap<>();
        private final Map<String, byte[]> derivationKeys = new LinkedHashMap<>();

        Life() {
            roll();
        }

        void run(JsonNode steps) {
            assertThat(steps).isNotEmpty();
            for (JsonNode step : steps) {
                if (step.has("derivation_key")) {
                    if (step.path("derivation_key").textValue().equals("lost")) {
                        derivationKeys.clear();
                    }
                    roll();
                } else {
                    present(step);
                }
            }
        }

        private void present(JsonNode step) {
            String durt = step.has("present")
                    ? durts.get(step.path("present").textValue())
                    : new Durt(registration.id(), step.path("present_forged").longValue(), "A".repeat(43)).reveal();
            byte[] rid = rids.computeIfAbsent(step.path("rid").textValue(), symbol -> realm.secret());
            String message = registration
                    .exchangeMessage(realm.challenge(realm.attempt(), Purpose.LOGIN), rid)
                    .claim("durt", durt)
                    .sign(registration.duk());
            Registration before = registration.row();
            String outcome = step.path("outcome").textValue();
            switch (outcome) {
                case "granted" -> granted(step, realm.exchange(message));
                case "quarantined" -> {
                    assertThat(realm.exchange(message)).as(step.toString()).isInstanceOf(Quarantined.class);
                    assertThat(registration.row().status()).isEqualTo(Registration.Status.QUARANTINED);
                }
                case "unknown" -> {
                    Refused.with(Refusal.DURT_UNKNOWN, () -> realm.exchange(message));
                    assertThat(registration.row()).isEqualTo(before);
                }
                case "ended" -> Refused.with(Refusal.REGISTRATION_QUARANTINED, () -> realm.exchange(message));
                default -> throw new AssertionError("outcome " + outcome);
            }
        }

        private void granted(JsonNode step, Outcome outcome) {
            assertThat(outcome).as(step.toString()).isInstanceOf(Granted.class);
            Granted granted = (Granted) outcome;
            assertThat(granted.durt().generation())
                    .isEqualTo(step.path("generation").longValue());
            assertThat(granted.dust().isPresent())
                    .as(step.toString())
                    .isEqualTo(step.path("dust").booleanValue());
            String symbol = step.path("answer").textValue();
            String durt = granted.durt().reveal();
            assertThat(durts.getOrDefault(symbol, durt)).isEqualTo(durt);
            boolean known = durts.containsKey(symbol);
            assertThat(known || !durts.containsValue(durt))
                    .as("%s is a DURT of its own", symbol)
                    .isTrue();
            durts.put(symbol, durt);
        }

        private void roll() {
            String id = "k" + realm.random().nextInt(Integer.MAX_VALUE);
            derivationKeys.put(id, realm.secret());
            realm.derivation(new DerivationKeys(id, derivationKeys));
        }
    }
}
