package dev.holdfast.device.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.posture.Compliance;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureSource;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.AtOnce;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostureReportingTest {
    private static final String SESSION = "5a1e6c1f-7a0f-4c0e-8f1e-0d9a3f6b2c11";
    private static final Map<String, Object> GOOD = Map.of(
            "disk_encrypted", Map.of("value", true, "by", "luks2"),
            "firewall", Map.of("value", true, "by", "nftables"),
            "screen_lock", Map.of("value", true),
            "screen_lock_seconds", Map.of("value", 300));
    private static final Map<String, Object> BAD = Map.of(
            "disk_encrypted", Map.of("value", false),
            "firewall", Map.of("unknown", "needs_root"),
            "screen_lock", Map.of("value", true),
            "screen_lock_seconds", Map.of("value", 300));

    private final TestRealm realm = new TestRealm();
    private final FakeDevice device = FakeDevice.enrolled(realm);

    @Test
    @DisplayName("Section 14: a report is kept with the server's time and answered with how long it counts")
    void kept() {
        PostureReporting.Reported reported = realm.report(
                device.postureMessage(7, GOOD).claim("collected_at", 5).sign(device.agentKey()));

        assertThat(reported.validUntil()).isEqualTo(realm.clock().instant().plus(Duration.ofHours(1)));
        assertThat(reported.standing().compliance()).isEqualTo(Compliance.COMPLIANT);
        PostureReport kept = only(device);
        assertThat(kept.receivedAt()).isEqualTo(realm.clock().instant());
        assertThat(kept.measuredAt().getEpochSecond()).isEqualTo(5);
        assertThat(kept.sequence()).isEqualTo(7);
    }

    @Test
    @DisplayName("A37 a report is replayed: its nonce is spent")
    void replayed() {
        String message = device.postureMessage(1, GOOD).sign(device.agentKey());
        realm.report(message);

        Refused.with(Refusal.INVALID_NONCE, () -> realm.report(message));
    }

    @Test
    @DisplayName(
            "A37 a report is rolled back: one that is not above the last changes nothing, and learns the last number")
    void rolledBack() {
        realm.report(device.postureMessage(8, BAD).sign(device.agentKey()));
        PostureReport before = only(device);

        for (long earlier : List.of(8L, 7L, 0L)) {
            assertThat(Refused.with(
                                    Refusal.POSTURE_OUTDATED,
                                    () -> realm.report(
                                            device.postureMessage(earlier, GOOD).sign(device.agentKey())))
                            .details())
                    .containsEntry("seq", 8L);
        }
        assertThat(only(device)).isEqualTo(before);
        realm.report(device.postureMessage(9, GOOD).sign(device.agentKey()));
        assertThat(only(device).sequence()).isEqualTo(9);
    }

    @Test
    @DisplayName("A37 of fifty reports at once the one with the highest number stands")
    void atOnce() {
        List<Supplier<Boolean>> reports = LongStream.rangeClosed(1, 50)
                .<Supplier<Boolean>>mapToObj(sequence -> {
                    String message = device.postureMessage(sequence, GOOD).sign(device.agentKey());
                    return () -> {
                        try {
                            realm.report(message);
                            return true;
                        } catch (dev.holdfast.device.refusal.RefusedException e) {
                            return false;
                        }
                    };
                })
                .toList();

        assertThat(AtOnce.run(reports)).contains(true);
        assertThat(only(device).sequence()).isEqualTo(50);
    }

    @Test
    @DisplayName("A37 nobody reports for another device: key, certificate and sender belong together")
    void otherDevice() {
        FakeDevice thief = FakeDevice.enrolled(realm);

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.report(device.postureMessage(1, GOOD).sign(thief.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.report(device.postureMessage(1, GOOD)
                        .claim("iss", thief.sender())
                        .sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.report(thief.postureMessage(1, GOOD)
                        .claim("iss", device.sender())
                        .sign(thief.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.report(device.postureMessage(1, GOOD).sign(TestKey.es256())));
        assertThat(realm.registry().posture(device.did())).isEmpty();
    }

    @Test
    @DisplayName("A48 a report without facts that are known, or with an ill-typed one, spends nothing")
    void malformed() {
        long spent = realm.spentNonces().size();
        for (Map<String, Object> facts : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("shoe_size", Map.of("value", 44)),
                Map.of("firewall", true),
                Map.of("firewall", Map.of("value", "true")))) {
            Refused.with(
                    Refusal.INVALID_REQUEST,
                    () -> realm.report(device.postureMessage(1, facts).sign(device.agentKey())));
        }
        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    @Test
    @DisplayName("A16 a revoked device reports nothing; one that waits or is stopped does")
    void standing() {
        realm.registry().change(device.did(), StandingChange.QUARANTINE);
        realm.report(device.postureMessage(1, GOOD).sign(device.agentKey()));
        realm.registry().change(device.did(), StandingChange.REVOKE);

        Refused.with(
                Refusal.DEVICE_REVOKED,
                () -> realm.report(device.postureMessage(2, GOOD).sign(device.agentKey())));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN", "RENEWAL"})
    @DisplayName("T3 where compliance is required, a silent device gets no DUST, nor does one that fails a check")
    void required(Purpose purpose) {
        FakeRegistration registration = device.register(realm.users().add("ada"));
        realm.configure("postureRequired", "true");
        Registration before = registration.row();
        String exchange = registration
                .exchangeMessage(realm.challenge(realm.attempt(), purpose))
                .sign(registration.duk());

        assertThat(Refused.with(Refusal.DEVICE_NOT_COMPLIANT, () -> realm.exchange(exchange))
                        .details()
                        .get("checks"))
                .isEqualTo(Map.of("disk_encryption", "unknown", "firewall", "unknown", "screen_lock", "unknown"));
        realm.report(device.postureMessage(1, BAD).sign(device.agentKey()));
        assertThat(Refused.with(
                                Refusal.DEVICE_NOT_COMPLIANT,
                                () -> realm.exchange(registration
                                        .exchangeMessage(realm.challenge(realm.attempt(), purpose))
                                        .sign(registration.duk())))
                        .details()
                        .get("checks"))
                .isEqualTo(Map.of("disk_encryption", "failed", "firewall", "unknown"));
        assertThat(registration.row()).isEqualTo(before);

        realm.report(device.postureMessage(2, GOOD).sign(device.agentKey()));
        assertThat(realm.exchange(registration
                        .exchangeMessage(realm.challenge(realm.attempt(), purpose))
                        .sign(registration.duk())))
                .isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("T3 a device session is not proven once the last report is too old")
    void proof() {
        FakeRegistration registration = device.register(realm.users().add("ada"));
        realm.configure("postureRequired", "true");
        realm.report(device.postureMessage(1, GOOD).sign(device.agentKey()));
        registration.proof(realm.attempt(), SESSION);

        realm.clock().move(Duration.ofHours(1));
        Refused.with(Refusal.DEVICE_NOT_COMPLIANT, () -> registration.proof(realm.attempt(), SESSION));
    }

    @Test
    @DisplayName("A18 a copied DURT quarantines also on a device that is not compliant")
    void reuseFirst() {
        FakeRegistration registration = device.register(realm.users().add("ada"));
        String first = registration.durt();
        registration.dust(realm.attempt(), Purpose.LOGIN);
        registration.dust(realm.attempt(), Purpose.LOGIN);
        realm.configure("postureRequired", "true");

        assertThat(realm.exchange(registration
                        .exchangeMessage(realm.challenge(realm.attempt(), Purpose.LOGIN))
                        .claim("durt", first)
                        .sign(registration.duk())))
                .isInstanceOf(Exchange.Outcome.Quarantined.class);
    }

    private PostureReport only(FakeDevice whose) {
        List<PostureReport> reports = realm.registry().posture(whose.did());
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).source()).isEqualTo(PostureSource.AGENT);
        return reports.get(0);
    }
}
