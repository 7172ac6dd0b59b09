package dev.holdfast.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.posture.Fact;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.posture.Observation.Reason;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.report.PostureReporting;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of the device's condition (section 14 of the protocol). */
class PostureTest {
    private static final List<Observation> OPEN = List.of(
            Observation.flag(Fact.DISK_ENCRYPTED, false, "luks"),
            Observation.unknown(Fact.FIREWALL, Reason.NEEDS_ROOT, "nftables"));

    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private TestDevice device;

    @BeforeEach
    void enrolled() throws Exception {
        device = new TestDevice(realm, temp.resolve("state"));
        device.enrol();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    @DisplayName(
            "Section 14: a sign-in reports after its reply, and no other does before half of the report's time is over")
    void afterSignIn() throws Exception {
        device.register();
        realm.wantPosture();
        device.restart();

        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(1);
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(1);

        device.clock.set(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(31)));
        device.nanos.addAndGet(Duration.ofMinutes(31).toNanos());
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(2);
        assertThat(realm.lastClaims("posture").get("facts"))
                .isEqualTo(Map.of("disk_encrypted", Map.of("value", true, "by", "luks")));
    }

    @Test
    @DisplayName("Section 14: a realm that wants no reports is sent none")
    void notWanted() throws Exception {
        device.register();
        assertThat(device.exchange().flag("ok")).isTrue();

        assertThat(realm.requests("posture")).isZero();
    }

    @Test
    @DisplayName("Section 14: a report that fails holds no sign-in up, and is not tried again at once")
    void reportFails() throws Exception {
        device.register();
        realm.wantPosture();
        device.restart();
        realm.next("posture", new Fault.Refuse(503, "temporarily_unavailable", 0));

        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(1);

        device.nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "Section 14: refused for its condition the agent measures, reports and asks once more, for sign-in and proof")
    void mended() throws Exception {
        device.register();
        realm.demandCompliance();
        device.restart();

        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("posture")).isEqualTo(1);

        device.facts.set(OPEN);
        assertThat(reporting().report(true).orElseThrow().isCompliant()).isFalse();
        device.facts.set(List.of(Observation.flag(Fact.DISK_ENCRYPTED, true, "luks")));
        JsonObject proven = device.ask(device.request("proof").put("challenge", realm.challenge("reproof")));
        assertThat(proven.flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 14: refused again, the page is told what to mend; the registration stays as it was")
    void refused() throws Exception {
        device.register();
        realm.demandCompliance();
        device.restart();
        device.facts.set(OPEN);

        JsonObject reply = device.exchange();

        assertThat(reply.string("error")).isEqualTo("device_not_compliant");
        assertThat(reply.object("checks").string("disk_encryption")).isEqualTo("failed");
        assertThat(device.standings()).containsEntry("ada", "ready");
        device.facts.set(List.of(Observation.flag(Fact.DISK_ENCRYPTED, true, "luks")));
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 14: whatever may be asked of the device is told before a registration")
    void beforeRegistration() throws Exception {
        realm.demandCompliance();
        device.restart();

        device.register();

        assertThat(realm.requests("posture")).isEqualTo(1);
    }

    @Test
    @DisplayName("A37 numbers only grow, with a clock that goes back, and a state that was lost learns the last one")
    void numbers() throws Exception {
        realm.wantPosture();
        reporting().report(true);
        long first = sequence();
        device.clock.set(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
        reporting().report(true);
        assertThat(sequence()).isEqualTo(first + 1);

        realm.setLastPosture(first + 1_000_000);
        assertThat(reporting().report(true)).isPresent();
        assertThat(sequence()).isEqualTo(first + 1_000_001);
    }

    private long sequence() {
        return ((Number) realm.lastClaims("posture").get("seq")).longValue();
    }

    private PostureReporting reporting() throws Exception {
        return new PostureReporting(
                new RealmClient(new Issuer(realm.issuer()), device.http, device.platform),
                device.state.enrolled().get(0).state(),
                device.platform,
                device.facts::get);
    }
}
