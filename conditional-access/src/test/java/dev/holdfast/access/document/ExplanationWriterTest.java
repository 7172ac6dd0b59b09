package dev.holdfast.access.document;

import static dev.holdfast.access.PolicyForms.ALLOW;
import static dev.holdfast.access.PolicyForms.DENY;
import static dev.holdfast.access.PolicyForms.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.PolicyForms;
import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.PolicyForms.Draft;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.place.Place;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Decisions and their reasons as JSON")
class ExplanationWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Asked asked = new Asked();

    @Test
    @DisplayName("C6 every policy is written with its standing, and every condition with its value and reason")
    void policies() throws Exception {
        JsonNode written = ExplanationWriter.write(set(
                        policy("a", DENY)
                                .at(1)
                                .reporting()
                                .when(new Condition.Not(new Condition.Any(
                                        List.of(new Condition.DeviceManaged(true), PolicyForms.UNKNOWN)))),
                        policy("b", DENY)
                                .at(2)
                                .when(new Condition.All(
                                        List.of(new Condition.DeviceManaged(true), PolicyForms.UNKNOWN))),
                        policy("c", DENY).at(3).disabled())
                .explain(asked.signals()));

        assertThat(written).isEqualTo(JSON.readTree("""
                {"decision": {"action": "allow", "applied": [], "by_default": true,
                              "reported": [{"id": "a", "name": "name of a", "value": "unknown"}]},
                 "policies": [
                   {"id": "a", "name": "name of a", "mode": "report", "priority": 1, "standing": "reported",
                    "target": %1$s,
                    "condition": {"combines": "not", "value": "unknown", "reason": %2$s, "parts": [
                      {"combines": "any", "value": "unknown", "reason": %3$s, "parts": [%5$s, %6$s]}]}},
                   {"id": "b", "name": "name of b", "mode": "enforce", "priority": 2, "standing": "not_matched",
                    "target": %1$s,
                    "condition": {"combines": "all", "value": "false", "reason": %4$s, "parts": [%5$s, %6$s]}},
                   {"id": "c", "name": "name of c", "mode": "enforce", "priority": 3, "standing": "disabled",
                    "target": %7$s}]}
                """.formatted(
                        reason("everybody", "it is about everybody"),
                        reason("negated", "the part must not hold"),
                        reason("any_part", "one part must hold"),
                        reason("all_parts", "all parts must hold"),
                        leaf("{\"deviceManaged\": true}", "false", "no_device", "no device proved itself"),
                        leaf(
                                "{\"mfaConfigured\": true}",
                                "unknown",
                                "mfa_unknown",
                                "nobody looked whether the person has another factor"),
                        reason("disabled", "the policy is switched off"))));
    }

    @Test
    @DisplayName(
            "A denial is written with its words, a requirement with all that it demands, a permission with its limits")
    void decisions() throws Exception {
        DenialMessage words = new DenialMessage(
                "Not here.", List.of(new DenialMessage.Help("Help", URI.create("https://h.example"))));
        String message = "{\"text\": \"Not here.\", \"help\": [{\"text\": \"Help\", \"url\": \"https://h.example\"}]}";
        SessionLimits session = new SessionLimits(Optional.of(Duration.ofMinutes(5)), Optional.of(Duration.ofHours(1)));

        assertThat(written(new Decision.Deny(Optional.of(words), List.of(), List.of())))
                .isEqualTo(JSON.readTree(
                        "{\"action\": \"deny\", \"message\": " + message + ", \"applied\": [], \"reported\": []}"));
        assertThat(written(new Decision.Allow(session, List.of(), List.of())))
                .isEqualTo(JSON.readTree("{\"action\": \"allow\", \"session\": {\"maxAge\": 300, \"lifetime\": 3600},"
                        + " \"applied\": [], \"reported\": []}"));
        assertThat(written(new Decision.Require(
                        true,
                        Optional.of(Set.of(Factor.WEBAUTHN, Factor.PUSH)),
                        UserVerification.REQUIRED,
                        session,
                        Optional.of(words),
                        List.of(),
                        List.of())))
                .isEqualTo(
                        JSON.readTree("{\"action\": \"require\", \"mfa\": true, \"factors\": [\"PUSH\", \"WEBAUTHN\"],"
                                + " \"user_verification\": \"required\", \"session\": {\"maxAge\": 300, \"lifetime\": 3600},"
                                + " \"message\": " + message + ", \"applied\": [], \"reported\": []}"));
        assertThat(ExplanationWriter.write(set(policy("d", DENY), policy("m", PolicyForms.MFA))
                                .decide(asked.signals()))
                        .path("applied"))
                .isEqualTo(JSON.readTree("[{\"id\": \"d\", \"name\": \"name of d\", \"value\": \"true\"},"
                        + " {\"id\": \"m\", \"name\": \"name of m\", \"value\": \"true\"}]"));
    }

    @Test
    @DisplayName("A request is written with what is known of it, and says what is not")
    void requests() throws Exception {
        String common = "\"user\": \"ada\", \"type\": \"application\", \"client\": \"wiki\","
                + " \"time\": \"2026-11-23T10:00:00Z\"";
        assertThat(ExplanationWriter.write(asked.signals()))
                .isEqualTo(JSON.readTree(
                        "{" + common + ", \"place\": \"unknown\", \"device\": \"none\", \"methods\": []}"));

        asked.address = IpAddress.parse("192.0.2.7");
        asked.methods = Set.of(Factor.TOTP, Factor.PASSWORD);
        asked.place = Place.PRIVATE_NETWORK;
        asked.device = new DeviceSignal.Proven(
                "laptop",
                "software",
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        String seen = ", \"ip\": \"192.0.2.7\", \"device\": \"laptop\", \"methods\": [\"PASSWORD\", \"TOTP\"]";
        assertThat(ExplanationWriter.write(asked.signals()))
                .isEqualTo(JSON.readTree("{" + common + seen + ", \"place\": \"private\"}"));

        asked.place = located("AT", "EU", "AT-9", "Vienna");
        assertThat(ExplanationWriter.write(asked.signals()))
                .isEqualTo(JSON.readTree("{" + common + seen + ", \"place\": {\"country\": \"AT\","
                        + " \"continent\": \"EU\", \"region\": \"AT-9\", \"city\": \"Vienna\"}}"));
        asked.place = located("AT", null, null, null);
        assertThat(ExplanationWriter.write(asked.signals()))
                .isEqualTo(JSON.readTree("{" + common + seen + ", \"place\": {\"country\": \"AT\"}}"));
    }

    /** As it is read again: how wide a number was is not written. */
    private static JsonNode written(Decision decision) throws Exception {
        return JSON.readTree(ExplanationWriter.write(decision).toString());
    }

    private static Place located(String country, String continent, String region, String city) {
        return new Place.Located(
                country,
                Optional.ofNullable(continent),
                Optional.ofNullable(region),
                Optional.ofNullable(city),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static String leaf(String condition, String value, String code, String message) {
        return "{\"condition\": " + condition + ", \"value\": \"" + value + "\", \"reason\": " + reason(code, message)
                + "}";
    }

    private static String reason(String code, String message) {
        return "{\"code\": \"" + code + "\", \"message\": \"" + message + "\", \"parameters\": {}}";
    }

    private static PolicySet set(Draft... policies) {
        return PolicySet.compile(Arrays.stream(policies).map(Draft::policy).toList(), Map.of(), ALLOW);
    }
}
