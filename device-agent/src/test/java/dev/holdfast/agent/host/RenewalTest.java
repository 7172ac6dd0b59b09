package dev.holdfast.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.enrolment.CertificateRenewal;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renewal of the device's certificate (section 4 of the protocol). */
class RenewalTest {
    private static final Duration NOT_YET = Duration.ofDays(19);
    private static final Duration DUE = Duration.ofDays(21);

    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private TestDevice device;

    @BeforeEach
    void enrolled() throws Exception {
        device = new TestDevice(realm, temp.resolve("state"));
        device.enrol();
        device.register();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    @DisplayName("Section 4: from two thirds of its life on a sign-in renews the certificate, before that none does")
    void signInRenews() throws Exception {
        Device before = present().device();
        device.clock.set(Clock.offset(Clock.systemUTC(), NOT_YET));
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.requests("agents/renew")).isZero();

        device.clock.set(Clock.offset(Clock.systemUTC(), DUE));
        assertThat(device.exchange().flag("ok")).isTrue();

        Device after = present().device();
        assertThat(after.did()).isEqualTo(before.did());
        assertThat(after.certificateChain()).isNotEqualTo(before.certificateChain());
        device.register();
    }

    @Test
    @DisplayName(
            "Section 4: a refused renewal leaves certificate and sign-ins as they are, and is not asked again at once")
    void refused() throws Exception {
        Device before = present().device();
        realm.next("agents/renew", new Fault.Refuse(503, "temporarily_unavailable", 0));
        device.clock.set(Clock.offset(Clock.systemUTC(), DUE));
        for (int i = 0; i < 3; i++) {
            assertThat(device.exchange().flag("ok")).isTrue();
        }

        assertThat(present().device()).isEqualTo(before);
        assertThat(realm.requests("agents/renew")).isEqualTo(1);

        device.nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(present().device()).isNotEqualTo(before);
    }

    @Test
    @DisplayName("Section 4: the command renews at any time, or only when it is due")
    void byCommand() throws Exception {
        assertThat(renewal().renew(false)).isEmpty();
        Optional<Device> renewed = renewal().renew(true);
        assertThat(renewed).contains(present().device());
    }

    @Test
    @DisplayName("A16 a revoked device is refused and told so")
    void revoked() {
        realm.next("agents/renew", new Fault.Refuse(403, "device_revoked", 0));

        assertThatThrownBy(() -> renewal().renew(true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("administrator");
    }

    private CertificateRenewal renewal() throws Exception {
        return new CertificateRenewal(
                new RealmClient(new Issuer(realm.issuer()), device.http, device.platform),
                present().state(),
                device.platform);
    }

    private Enrolled present() throws Exception {
        return device.state.enrolled().get(0);
    }
}
