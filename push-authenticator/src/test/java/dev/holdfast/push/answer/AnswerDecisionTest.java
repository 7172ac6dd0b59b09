package dev.holdfast.push.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.request.PushRequest;
import dev.holdfast.push.testrealm.TestPhone;
import dev.holdfast.push.testrealm.TestPushRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AnswerDecisionTest {
    /** The whole matrix of an answer to a request that waits. */
    @TestFactory
    @DisplayName("P5 P6 decision, number and user verification: the whole matrix")
    List<DynamicTest> matrix() {
        List<DynamicTest> cells = new ArrayList<>();
        for (String wanted : List.of("none", "optional", "required")) {
            for (boolean matching : List.of(true, false)) {
                TestPushRealm realm =
                        new TestPushRealm().set("userVerification", wanted).set("numberMatching", "" + matching);
                TestPhone phone = realm.phone(TestPushRealm.ADA);
                PushRequest request = realm.asked(TestPushRealm.ADA).request();
                Phone row = realm.phones.find(phone.id()).orElseThrow();
                for (Decision decision : Decision.values()) {
                    for (String typed : List.of("right", "wrong", "none")) {
                        for (boolean asked : List.of(true, false)) {
                            cells.add(DynamicTest.dynamicTest(
                                    wanted + (matching ? ", number " : ", no number, ") + typed + ", "
                                            + decision.value() + (asked ? ", asked" : ", not asked"),
                                    () -> assertThat(AnswerDecision.decide(
                                                    Optional.of(request),
                                                    row,
                                                    decision,
                                                    number(typed, request),
                                                    asked,
                                                    realm.now()))
                                            .isEqualTo(expected(wanted, matching, decision, typed, asked))));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static Optional<String> number(String typed, PushRequest request) {
        String shown = request.number().orElse("07");
        return switch (typed) {
            case "right" -> Optional.of(shown);
            case "wrong" -> Optional.of(shown.equals("42") ? "43" : "42");
            default -> Optional.empty();
        };
    }

    private static AnswerDecision expected(
            String wanted, boolean matching, Decision decision, String typed, boolean asked) {
        if (decision == Decision.DENY) {
            return new AnswerDecision.Conclude(Outcome.DENIED);
        }
        if (decision == Decision.REPORT) {
            return new AnswerDecision.Conclude(Outcome.REPORTED);
        }
        if (wanted.equals("required") && !asked) {
            return new AnswerDecision.Refuse(
                    PushRefusal.USER_VERIFICATION_REQUIRED, "approval without user verification");
        }
        return new AnswerDecision.Conclude(
                matching && !typed.equals("right") ? Outcome.WRONG_NUMBER : Outcome.APPROVED);
    }

    @TestFactory
    @DisplayName("P3 what is unknown, another's, over or answered is refused, whatever the decision")
    List<DynamicTest> standing() {
        List<DynamicTest> cells = new ArrayList<>();
        for (Decision decision : Decision.values()) {
            TestPushRealm realm = new TestPushRealm().set("numberMatching", "false");
            TestPhone phone = realm.phone(TestPushRealm.ADA);
            Phone row = realm.phones.find(phone.id()).orElseThrow();
            Phone other = realm.phones.find(realm.phone("eve-id").id()).orElseThrow();
            PushRequest request = realm.asked(TestPushRealm.ADA).request();
            // Enrolled after the request was made: it is not among those that were asked.
            Phone later = realm.phones.find(realm.phone(TestPushRealm.ADA).id()).orElseThrow();
            cells.add(cell(decision, "unknown", Optional.empty(), row, realm, 0, PushRefusal.REQUEST_EXPIRED));
            cells.add(cell(decision, "another's", Optional.of(request), other, realm, 0, PushRefusal.REQUEST_EXPIRED));
            cells.add(cell(decision, "not asked", Optional.of(request), later, realm, 0, PushRefusal.REQUEST_EXPIRED));
            cells.add(cell(decision, "late", Optional.of(request), row, realm, 60, PushRefusal.REQUEST_EXPIRED));
            realm.ledger.conclude(request.id(), Outcome.DENIED, row.id(), realm.now());
            cells.add(cell(
                    decision,
                    "answered",
                    realm.ledger.find(request.id()),
                    row,
                    realm,
                    59,
                    PushRefusal.ALREADY_ANSWERED));
        }
        return cells;
    }

    private static DynamicTest cell(
            Decision decision,
            String name,
            Optional<PushRequest> request,
            Phone phone,
            TestPushRealm realm,
            int secondsLater,
            PushRefusal expected) {
        return DynamicTest.dynamicTest(
                decision.value() + ", " + name,
                () -> assertThat(AnswerDecision.decide(
                                request,
                                phone,
                                decision,
                                Optional.empty(),
                                true,
                                realm.now().plus(Duration.ofSeconds(secondsLater))))
                        .isInstanceOfSatisfying(
                                AnswerDecision.Refuse.class,
                                refuse -> assertThat(refuse.refusal()).isEqualTo(expected)));
    }
}
