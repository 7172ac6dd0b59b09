package dev.holdfast.push.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.testrealm.TestAuthenticator;
import dev.holdfast.push.testrealm.TestKey;
import dev.holdfast.push.testrealm.TestPhone;
import dev.holdfast.push.testrealm.TestPushRealm;
import dev.holdfast.push.verification.UserAsked;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PhoneAnswersTest {
    private final TestPushRealm realm = new TestPushRealm();
    private final TestPhone phone = realm.phone(TestPushRealm.ADA);

    private static PushRefusal refusalOf(Runnable work) {
        return ((PushRefusedException) catchThrowable(work::run)).refusal();
    }

    private static Refusal sharedRefusalOf(Runnable work) {
        return ((RefusedException) catchThrowable(work::run)).refusal();
    }

    private static Map<String, Object> approval(Asked.Waiting asked) {
        return Map.of("decision", "approve", "number", asked.request().number().orElseThrow());
    }

    @Test
    @DisplayName("P6 the right number approves, and the number is kept no longer")
    void approved() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);

        PhoneAnswers.Answered answered = phone.answer(asked.request().compact(), approval(asked));

        assertThat(answered.outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(realm.ledger.find(asked.request().id()).orElseThrow().number())
                .isEmpty();
        assertThat(realm.ledger.spendApproval(asked.request().id())).isTrue();
        assertThat(realm.ledger.spendApproval(asked.request().id())).isFalse();
    }

    @Test
    @DisplayName("A40 a wrong number, then the right one: the first answer was final, and the sign-in is over")
    void guessedNumber() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        String wrong = asked.request().number().orElseThrow().equals("11") ? "12" : "11";

        assertThat(phone.answer(asked.request().compact(), Map.of("decision", "approve", "number", wrong))
                        .outcome())
                .isEqualTo(Outcome.WRONG_NUMBER);
        assertThat(refusalOf(() -> phone.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(PushRefusal.ALREADY_ANSWERED);
        assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WRONG_NUMBER);
        assertThat(realm.ledger.spendApproval(asked.request().id())).isFalse();
    }

    @Test
    @DisplayName("A39 an answer is good for the request whose hash it signs, and for no other")
    void answerForAnother() {
        Asked.Waiting one = realm.asked(TestPushRealm.ADA);
        Asked.Waiting two = (Asked.Waiting) realm.ask(TestPushRealm.ADA, TestPushRealm.signIn("wiki", false));

        phone.answer(one.request().compact(), Map.of("decision", "deny"));

        assertThat(realm.outcomeOf(one)).isEqualTo(Outcome.DENIED);
        assertThat(realm.outcomeOf(two)).isEqualTo(Outcome.WAITING);
    }

    @Test
    @DisplayName("A39 the phone of another user answers nothing of this one's")
    void phoneOfAnother() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        TestPhone eve = realm.phone("eve-id");

        assertThat(refusalOf(() -> eve.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(PushRefusal.REQUEST_EXPIRED);
        assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WAITING);
    }

    @Test
    @DisplayName("A41 a request that the realm did not sign has no answer: its hash names nothing")
    void forgedRequest() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        String forged = TestKey.make()
                .sign(
                        Map.of("alg", "ES256", "typ", "holdfast-push-request+jwt"),
                        Map.of("jti", asked.request().id().toString()));

        assertThat(refusalOf(() -> phone.answer(forged, Map.of("decision", "approve", "number", "07"))))
                .isEqualTo(PushRefusal.REQUEST_EXPIRED);
    }

    @Test
    @DisplayName("P3 a late answer is refused and changes nothing")
    void late() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        realm.pass(Duration.ofSeconds(60));

        assertThat(refusalOf(() -> phone.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(PushRefusal.REQUEST_EXPIRED);
        assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WAITING);
    }

    @Test
    @DisplayName("P2 the same message twice, another key, another endpoint's kind: none is an answer")
    void messages() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        String message = phone.answerMessage(asked.request().compact(), Map.of("decision", "deny"));
        TestPhone thief = new TestPhone(realm, TestKey.make(), phone.id());
        TestPhone nobody = new TestPhone(realm, TestKey.make(), UUID.randomUUID());
        String fetch = phone.message(
                "holdfast-push-fetch+jwt",
                "answers",
                Map.of("request_hash", TestPhone.hashOf(asked.request().compact()), "decision", "deny"));

        assertThat(sharedRefusalOf(() -> thief.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(Refusal.INVALID_SIGNATURE);
        assertThat(sharedRefusalOf(() -> nobody.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(Refusal.INVALID_SIGNATURE);
        assertThat(sharedRefusalOf(() -> realm.answers().answer(fetch, realm.accounts())))
                .isEqualTo(Refusal.INVALID_SIGNATURE);
        assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WAITING);
        realm.answers().answer(message, realm.accounts());
        assertThat(sharedRefusalOf(() -> realm.answers().answer(message, realm.accounts())))
                .isEqualTo(Refusal.INVALID_NONCE);
    }

    @Test
    @DisplayName("P10 a removed phone and a disabled user answer nothing")
    void endedPhone() {
        Asked.Waiting asked = realm.asked(TestPushRealm.ADA);
        TestPhone second = realm.phone("bob-id");
        Asked.Waiting bobs = realm.asked("bob-id");
        realm.phones.end(phone.id());
        realm.disable("bob-id");

        assertThat(refusalOf(() -> phone.answer(asked.request().compact(), approval(asked))))
                .isEqualTo(PushRefusal.PHONE_REVOKED);
        assertThat(refusalOf(() -> second.answer(bobs.request().compact(), approval(bobs))))
                .isEqualTo(PushRefusal.USER_DISABLED);
    }

    @Test
    @DisplayName("A38 denials of a phone block further requests of unknown browsers, and known ones are asked")
    void denialsBlock() {
        for (int i = 0; i < 2; i++) {
            phone.answer(realm.asked(TestPushRealm.ADA).request().compact(), Map.of("decision", "deny"));
        }

        assertThat(realm.ask(TestPushRealm.ADA, TestPushRealm.signIn("portal", false)))
                .isInstanceOf(Asked.Limited.class);
        assertThat(realm.ask(TestPushRealm.ADA, TestPushRealm.signIn("portal", true)))
                .isInstanceOf(Asked.Waiting.class);
    }

    @Test
    @DisplayName("A38 twenty starts are one request")
    void twentyStarts() {
        long sent = 0;
        for (int i = 0; i < 20; i++) {
            if (realm.ask(TestPushRealm.ADA, TestPushRealm.signIn("portal", false)) instanceof Asked.Waiting) {
                sent++;
            }
        }

        assertThat(sent).isEqualTo(1);
    }

    /** A phone that was enrolled with a credential of its platform. */
    private TestPhone enrolledWith(TestAuthenticator authenticator) {
        PhoneEnrolment.Opened opened = realm.enrolment().open("eve-id");
        TestKey key = TestKey.make();
        String otk = opened.key().value();
        PhoneEnrolment.Enrolled enrolled = realm.enrolment()
                .enrol(
                        key.message(
                                "holdfast-push-enrol+jwt",
                                true,
                                otk,
                                TestPushRealm.ISSUER + "/push-mfa/enrolments",
                                realm.nonce(),
                                Map.of(
                                        "otk",
                                        otk,
                                        "name",
                                        "Pixel",
                                        "platform",
                                        "android",
                                        "webauthn",
                                        authenticator.make(
                                                UserAsked.enrolmentChallenge(
                                                        otk, key.deviceKey().thumbprint()),
                                                true))),
                        realm.accounts(),
                        realm.spentNonces);
        realm.phones.activate(enrolled.phone(), 1);
        return new TestPhone(realm, key, enrolled.phone().id());
    }

    private static byte[] hash(Asked.Waiting asked) {
        return asked.request().hash();
    }

    @Test
    @DisplayName(
            "P5 a required user verification is an assertion over this request, decision and number, with the flag")
    void userVerification() {
        realm.set("userVerification", "required");
        TestAuthenticator platform = new TestAuthenticator("https://idp.example.com", "idp.example.com");
        TestPhone eve = enrolledWith(platform);
        Asked.Waiting asked = realm.asked("eve-id");
        String number = asked.request().number().orElseThrow();
        Map<String, Object> answer = new HashMap<>(approval(asked));
        byte[] challenge = UserAsked.answerChallenge(hash(asked), "approve", number);

        assertThat(refusalOf(() -> eve.answer(asked.request().compact(), answer)))
                .isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
        answer.put("webauthn", platform.assertion(challenge, false));
        assertThat(refusalOf(() -> eve.answer(asked.request().compact(), answer)))
                .isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
        answer.put("webauthn", platform.assertion(UserAsked.answerChallenge(hash(asked), "deny", ""), true));
        assertThat(refusalOf(() -> eve.answer(asked.request().compact(), answer)))
                .isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
        answer.put(
                "webauthn",
                new TestAuthenticator("https://idp.example.com", "idp.example.com").assertion(challenge, true));
        assertThat(refusalOf(() -> eve.answer(asked.request().compact(), answer)))
                .isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
        assertThat(realm.outcomeOf(asked)).isEqualTo(Outcome.WAITING);

        answer.put("webauthn", platform.assertion(challenge, true));
        PhoneAnswers.Answered answered = eve.answer(asked.request().compact(), answer);
        assertThat(answered.outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(answered.userAsked()).isTrue();
    }

    @Test
    @DisplayName("A1 an assertion made on another origin is refused")
    void assertionOfAnotherOrigin() {
        realm.set("userVerification", "required");
        TestAuthenticator elsewhere = new TestAuthenticator("https://idp.example.com.evil.example", "idp.example.com");

        assertThat(refusalOf(() -> enrolledWith(elsewhere))).isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
    }
}
