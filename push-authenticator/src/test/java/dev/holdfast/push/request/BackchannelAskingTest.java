package dev.holdfast.push.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.push.limit.Verdict.Reason;
import dev.holdfast.push.limit.Verdict.Refuse;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.testrealm.TestPhone;
import dev.holdfast.push.testrealm.TestPushRealm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asks of its own, without anybody's password. */
class BackchannelAskingTest {
    private static final String ADA = TestPushRealm.ADA;

    private final TestPushRealm realm = new TestPushRealm();
    private final TestPhone phone = realm.phone(ADA);

    private static SignIn ciba(String client, String address) {
        return new SignIn(
                Purpose.CIBA,
                client,
                client,
                Optional.of("W4SCT"),
                address,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.of("07"));
    }

    private static SignIn ciba() {
        return ciba("bank", "192.0.2.1");
    }

    private Reason refused(SignIn signIn) {
        return ((Asked.Limited) realm.ask(ADA, signIn)).refuse().reason();
    }

    private boolean isSent(SignIn signIn) {
        return realm.ask(ADA, signIn) instanceof Asked.Waiting;
    }

    private void answer(SignIn signIn, String decision) {
        phone.answer(((Asked.Waiting) realm.ask(ADA, signIn)).request().compact(), Map.of("decision", decision));
    }

    private TestPushRealm set(PushSetting setting, int value) {
        return realm.set(setting.key(), String.valueOf(value));
    }

    @Test
    @DisplayName(
            "P9 the phone is told purpose and binding message, and takes the number that the client shows, and no other")
    void request() {
        PushRequest request = ((Asked.Waiting) realm.ask(ADA, ciba())).request();
        assertThat(request.number()).contains("07");
        assertThat(new String(
                        java.util.Base64.getUrlDecoder()
                                .decode(request.compact().split("\\.")[1]),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"purpose\":\"ciba\"", "\"binding_message\":\"W4SCT\"", "\"number_matching\":true")
                .doesNotContain("\"07\"");
        phone.answer(request.compact(), Map.of("decision", "approve", "number", "07"));
        assertThat(realm.ledger.spendApproval(request.id())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "077", "x7", "٠٧", "07\n"})
    @DisplayName("P9 a number is two digits")
    void numbers(String number) {
        assertThat(SignIn.isNumber(number)).isFalse();
        assertThatThrownBy(() -> new SignIn(
                        Purpose.CIBA,
                        "bank",
                        "Bank",
                        Optional.empty(),
                        "192.0.2.1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        Optional.of(number)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A38 one request by CIBA waits for a user, whatever clients ask; after its time the next is sent")
    void oneWaits() {
        assertThat(isSent(ciba())).isTrue();
        assertThat(refused(ciba())).isEqualTo(Reason.OUTSTANDING_FOR_USER);
        assertThat(refused(ciba("shop", "192.0.2.2"))).isEqualTo(Reason.OUTSTANDING_FOR_USER);
        realm.pass(Duration.ofSeconds(60));
        assertThat(isSent(ciba())).isTrue();
    }

    @Test
    @DisplayName("A38 A59 CIBA gives way to the cap over all doors; browsers do not give way to CIBA")
    void capOverAllDoors() {
        set(PushSetting.PER_USER, 1);
        assertThat(isSent(ciba())).isTrue();
        assertThat(isSent(TestPushRealm.signIn("portal", false))).isTrue();
        assertThat(isSent(TestPushRealm.signIn("portal", true))).isTrue();
        set(PushSetting.BACKCHANNEL_PER_USER, 10).set(PushSetting.PER_USER.key(), "3");
        assertThat(refused(ciba())).isEqualTo(Reason.OUTSTANDING_FOR_USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "report"})
    @DisplayName("A59 what a user says no to by CIBA ends CIBA for a while, and blocks no browser")
    void denials(String decision) {
        for (int i = 0; i < (decision.equals("deny") ? 2 : 1); i++) {
            answer(ciba(), decision);
        }
        assertThat(refused(ciba()))
                .isEqualTo(decision.equals("deny") ? Reason.DENIED_PER_HOUR : Reason.REPORTED_PER_DAY);
        assertThat(isSent(TestPushRealm.signIn("portal", false))).isTrue();
        realm.pass(decision.equals("deny") ? Duration.ofHours(1) : Duration.ofDays(1));
        assertThat(isSent(ciba())).isTrue();
    }

    @Test
    @DisplayName("A59 a block of unknown browsers is none for CIBA, whose limits are its own")
    void otherBlocks() {
        answer(TestPushRealm.signIn("portal", false), "report");
        assertThat(isSent(TestPushRealm.signIn("portal", false))).isFalse();
        assertThat(isSent(ciba())).isTrue();
    }

    @Test
    @DisplayName("A38 unanswered requests by CIBA are limited by the hour and by the day")
    void unanswered() {
        int sent = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            if (isSent(ciba())) {
                sent++;
            }
            realm.pass(Duration.ofMinutes(1));
        }
        assertThat(sent).isEqualTo(15);
    }

    @Test
    @DisplayName("A38 what one client, and what one address, sends in a minute is limited over all users")
    void rates() {
        set(PushSetting.BACKCHANNEL_PER_CLIENT, 2).set(PushSetting.BACKCHANNEL_PER_ADDRESS.key(), "3");
        for (String user : new String[] {"b-id", "c-id", "d-id", "e-id"}) {
            realm.phone(user);
        }
        assertThat(isSent(ciba())).isTrue();
        assertThat(realm.ask("b-id", ciba())).isInstanceOf(Asked.Waiting.class);
        assertThat(((Asked.Limited) realm.ask("c-id", ciba("bank", "192.0.2.7"))).refuse())
                .isEqualTo(new Refuse(Reason.CLIENT_PER_MINUTE, secondsLeft()));
        assertThat(realm.ask("c-id", ciba("shop", "192.0.2.1"))).isInstanceOf(Asked.Waiting.class);
        assertThat(((Asked.Limited) realm.ask("d-id", ciba("shop", "192.0.2.1"))).refuse())
                .isEqualTo(new Refuse(Reason.ADDRESS_PER_MINUTE, secondsLeft()));
        realm.pass(Duration.ofSeconds(secondsLeft()));
        assertThat(realm.ask("e-id", ciba("shop", "192.0.2.1"))).isInstanceOf(Asked.Waiting.class);
    }

    private long secondsLeft() {
        return 60 - realm.now().getEpochSecond() % 60;
    }
}
