package dev.holdfast.push.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import dev.holdfast.push.testrealm.TestKey;
import dev.holdfast.push.testrealm.TestPushRealm;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PhoneEnrolmentTest {
    private final TestPushRealm realm = new TestPushRealm();
    private final TestKey key = TestKey.make();
    private final PhoneEnrolment.Opened opened = realm.enrolment().open(TestPushRealm.ADA);

    private PhoneEnrolment.Enrolled enrol(TestKey phoneKey, OneTimeKey otk, Map<String, ?> more) {
        Map<String, Object> claims = new HashMap<>(Map.of("otk", otk.value(), "name", "Pixel", "platform", "android"));
        claims.putAll(more);
        return realm.enrolment()
                .enrol(
                        phoneKey.message(
                                "holdfast-push-enrol+jwt",
                                true,
                                otk.value(),
                                TestPushRealm.ISSUER + "/push-mfa/enrolments",
                                realm.nonce(),
                                claims),
                        realm.accounts(),
                        realm.spentNonces);
    }

    private PhoneEnrolment.Enrolled enrol() {
        return enrol(key, opened.key(), Map.of());
    }

    private Confirmation confirm(String typed) {
        return realm.enrolment().confirm(opened.enrolment().id(), TestPushRealm.ADA, typed);
    }

    private static PushRefusal refusalOf(Runnable work) {
        return ((PushRefusedException) catchThrowable(work::run)).refusal();
    }

    private static String other(ConfirmCode code) {
        return code.digits().equals("000000") ? "000001" : "000000";
    }

    @Test
    @DisplayName("P1 a phone is pending until its code was typed on the page")
    void confirmed() {
        assertThat(confirm("123456")).isEqualTo(new Confirmation.NoPhoneYet());
        PhoneEnrolment.Enrolled enrolled = enrol();

        assertThat(enrolled.phone().status()).isEqualTo(Phone.Status.PENDING);
        assertThat(realm.phones.activeOf(TestPushRealm.ADA)).isEmpty();
        String digits = enrolled.code().digits();
        assertThat(confirm(digits.substring(0, 3) + " " + digits.substring(3))).isEqualTo(new Confirmation.Right());
        assertThat(realm.phones.activeOf(TestPushRealm.ADA)).hasSize(1);
        assertThat(confirm(digits)).isEqualTo(new Confirmation.Over());
    }

    @Test
    @DisplayName("A40 three wrong codes end the enrolment and its phone, the right one comes too late")
    void threeTries() {
        PhoneEnrolment.Enrolled enrolled = enrol();
        String wrong = other(enrolled.code());

        assertThat(confirm(wrong)).isEqualTo(new Confirmation.Wrong(2));
        assertThat(confirm(wrong)).isEqualTo(new Confirmation.Wrong(1));
        assertThat(confirm(wrong)).isEqualTo(new Confirmation.Wrong(0));
        assertThat(confirm(enrolled.code().digits())).isEqualTo(new Confirmation.Over());
        assertThat(realm.phones.find(enrolled.phone().id()).orElseThrow().status())
                .isEqualTo(Phone.Status.ENDED);
    }

    @Test
    @DisplayName("Push §4: a lost answer gives the same phone a new code and no try back")
    void lostAnswer() {
        PhoneEnrolment.Enrolled first = enrol();
        confirm(other(first.code()));
        PhoneEnrolment.Enrolled again = enrol();

        assertThat(again.phone().id()).isEqualTo(first.phone().id());
        assertThat(confirm("abcdef")).isEqualTo(new Confirmation.Wrong(1));
        assertThat(confirm(again.code().digits())).isEqualTo(new Confirmation.Right());
    }

    @Test
    @DisplayName("A60 the one-time key serves one phone: a photograph of the page is worth nothing after it")
    void oneTime() {
        enrol();

        assertThat(refusalOf(() -> enrol(TestKey.make(), opened.key(), Map.of())))
                .isEqualTo(PushRefusal.ENROLMENT_REFUSED);
    }

    @Test
    @DisplayName("A60 nobody confirms another user's enrolment")
    void anotherUsersPage() {
        PhoneEnrolment.Enrolled enrolled = enrol();

        assertThat(realm.enrolment()
                        .confirm(
                                opened.enrolment().id(),
                                "eve-id",
                                enrolled.code().digits()))
                .isEqualTo(new Confirmation.Over());
    }

    @Test
    @DisplayName("Push §4: unknown, replaced and expired one-time keys are refused alike")
    void refused() {
        PhoneEnrolment.Opened later = realm.enrolment().open(TestPushRealm.ADA);

        assertThat(refusalOf(this::enrol)).isEqualTo(PushRefusal.ENROLMENT_REFUSED);
        assertThat(refusalOf(() -> enrol(key, new OneTimeKey("0".repeat(16)), Map.of())))
                .isEqualTo(PushRefusal.ENROLMENT_REFUSED);
        realm.pass(Duration.ofMinutes(5));
        assertThat(refusalOf(() -> enrol(key, later.key(), Map.of()))).isEqualTo(PushRefusal.ENROLMENT_REFUSED);
    }

    @Test
    @DisplayName("P10 enrolments cannot be transferred: the key of a phone, also of a removed one, serves no other")
    void keyInUse() {
        PhoneEnrolment.Enrolled enrolled = enrol();
        realm.phones.end(enrolled.phone().id());
        PhoneEnrolment.Opened eves = realm.enrolment().open("eve-id");

        assertThat(refusalOf(() -> enrol(key, eves.key(), Map.of()))).isEqualTo(PushRefusal.KEY_IN_USE);
    }

    @Test
    @DisplayName("P10 a second phone is not confirmed while there is one")
    void onePhone() {
        realm.phone(TestPushRealm.ADA);

        assertThat(confirm(enrol().code().digits())).isEqualTo(new Confirmation.Over());
        assertThat(realm.phones.activeOf(TestPushRealm.ADA)).hasSize(1);
    }

    @Test
    @DisplayName("P5 where the realm requires user verification no phone is enrolled without it")
    void withoutCredential() {
        realm.set("userVerification", "required");

        assertThat(refusalOf(this::enrol)).isEqualTo(PushRefusal.USER_VERIFICATION_REQUIRED);
    }

    @Test
    @DisplayName("A47 a push endpoint is https on a usual port; another one, and a key that is no point, is malformed")
    void subscriptions() {
        TestKey agent = TestKey.make();
        for (String endpoint : new String[] {
            "http://push.example.net/x",
            "https://push.example.net:8443/x",
            "ftp://push.example.net/x",
            "https:///x",
            "https://user@push.example.net/x"
        }) {
            assertThat(subscriptionRefusal(endpoint, agent.point())).isEqualTo(Refusal.INVALID_REQUEST);
        }
        assertThat(subscriptionRefusal("https://push.example.net/x", "A".repeat(87)))
                .isEqualTo(Refusal.INVALID_REQUEST);
        assertThat(enrol(
                                key,
                                opened.key(),
                                Map.of(
                                        "subscription",
                                        subscription(
                                                "https://push.example.net/x",
                                                agent.point(),
                                                realm.realm().keys().applicationServerKey())))
                        .phone()
                        .subscription())
                .isPresent();
    }

    private Refusal subscriptionRefusal(String endpoint, String point) {
        return ((RefusedException) catchThrowable(() -> enrol(
                        key,
                        opened.key(),
                        Map.of(
                                "subscription",
                                subscription(
                                        endpoint, point, realm.realm().keys().applicationServerKey())))))
                .refusal();
    }

    private static Map<String, String> subscription(String endpoint, String point, String serverKey) {
        return Map.of(
                "endpoint", endpoint,
                "p256dh", point,
                "auth", "AAAAAAAAAAAAAAAAAAAAAA",
                "application_server_key", serverKey);
    }

    @Test
    @DisplayName("A60 a password alone enrols no phone; each kind of evidence does, and none does above the limit")
    void permission() {
        for (int bits = 0; bits < 1 << EnrolmentPermission.Evidence.values().length; bits++) {
            Set<EnrolmentPermission.Evidence> shown = EnumSet.noneOf(EnrolmentPermission.Evidence.class);
            for (EnrolmentPermission.Evidence one : EnrolmentPermission.Evidence.values()) {
                if ((bits & 1 << one.ordinal()) != 0) {
                    shown.add(one);
                }
            }
            Optional<EnrolmentPermission.Evidence> strongest = shown.stream().findFirst();

            assertThat(EnrolmentPermission.decide(shown, 0, 1))
                    .isEqualTo(strongest
                            .<EnrolmentPermission>map(EnrolmentPermission.Granted::new)
                            .orElseGet(EnrolmentPermission.NeedsEvidence::new));
            assertThat(EnrolmentPermission.decide(shown, 1, 1)).isEqualTo(new EnrolmentPermission.PhoneLimit());
        }
    }
}
