package dev.holdfast.push.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.testrealm.TestKey;
import dev.holdfast.push.testrealm.TestPhone;
import dev.holdfast.push.testrealm.TestPushRealm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Messages that are signed rightly and say nonsense: every claim in turn, with values that break careless readers. */
class HostileClaimsTest {
    private static final List<Object> HOSTILE = Arrays.asList(
            null,
            "",
            " ",
            "\u0000",
            "x".repeat(20_000),
            "=====",
            "é",
            -1,
            1.5,
            BigInteger.TWO.pow(80),
            true,
            List.of(),
            List.of("a", "b"),
            Map.of(),
            Map.of("a", Map.of("b", List.of())));

    private final TestPushRealm realm = new TestPushRealm().set("userVerification", "optional");
    private final TestPhone phone = realm.phone(TestPushRealm.ADA);

    @TestFactory
    @DisplayName("A48 a phone's claims in any other shape are refused with a code of the page, and decide nothing")
    List<DynamicTest> answers() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        Map<String, Object> good = Map.of("decision", "approve", "number", "07", "webauthn", Map.of());
        List<DynamicTest> cases = new ArrayList<>();
        for (String claim : List.of("iss", "aud", "iat", "jti", "nonce", "request_hash", "decision", "number")) {
            for (Object value : HOSTILE) {
                // Nothing says how long ago the phone's clock was right, and a number is a number.
                if (!claim.equals("iat") || !(value instanceof Boolean)) {
                    cases.add(refused(claim, value, () -> {
                        Map<String, Object> claims = new HashMap<>(good);
                        claims.put(claim, value);
                        phone.answer(asked.request().compact(), claims);
                    }));
                }
            }
        }
        cases.add(DynamicTest.dynamicTest(
                "the request still waits",
                () -> assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WAITING)));
        return cases;
    }

    @TestFactory
    @DisplayName("A48 an enrolment's claims in any other shape are refused with a code of the page, and enrol nothing")
    List<DynamicTest> enrolments() {
        PhoneEnrolment.Opened opened = realm.enrolment().open("eve-id");
        String otk = opened.key().value();
        Map<String, Object> good = Map.of("otk", otk, "name", "Pixel", "platform", "android");
        List<DynamicTest> cases = new ArrayList<>();
        for (String claim : List.of("otk", "name", "platform", "subscription", "webauthn")) {
            for (Object value : HOSTILE) {
                if (!claim.equals("name")
                        || !(value instanceof String text)
                        || text.isEmpty()
                        || text.length() > 64
                        || text.equals("\u0000")) {
                    cases.add(refused(claim, value, () -> enrol(otk, good, claim, value)));
                }
            }
        }
        for (String part : List.of("attestation_object", "client_data_json")) {
            for (Object value : HOSTILE) {
                Map<String, Object> webauthn =
                        new HashMap<>(Map.of("attestation_object", "oWNmbXRkbm9uZQ", "client_data_json", "e30"));
                webauthn.put(part, value);
                cases.add(refused("webauthn." + part, value, () -> enrol(otk, good, "webauthn", webauthn)));
            }
        }
        return cases;
    }

    private void enrol(String otk, Map<String, Object> good, String claim, Object value) {
        Map<String, Object> claims = new HashMap<>(good);
        claims.put(claim, value);
        realm.enrolment()
                .enrol(
                        TestKey.make()
                                .message(
                                        "holdfast-push-enrol+jwt",
                                        true,
                                        otk,
                                        TestPushRealm.ISSUER + "/push-mfa/enrolments",
                                        realm.nonce(),
                                        claims),
                        realm.accounts(),
                        realm.spentNonces);
    }

    private static DynamicTest refused(String claim, Object value, Runnable message) {
        String shown = String.valueOf(value);
        return DynamicTest.dynamicTest(
                claim + " = " + shown.substring(0, Math.min(20, shown.length())).replaceAll("\\p{C}", "?"), () -> {
                    Throwable refusal = catchThrowable(message::run);
                    if (refusal instanceof RefusedException shared) {
                        assertThat(PushRefusal.of(shared.refusal()).httpStatus())
                                .isBetween(400, 499);
                    } else {
                        assertThat(refusal).isInstanceOf(PushRefusedException.class);
                    }
                });
    }
}
