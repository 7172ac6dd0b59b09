package dev.holdfast.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.crash.CrashPoint;
import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.testrealm.AgentProcess;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent ends without warning, and the user notices nothing at the next sign-in. */
class CrashTest {
    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private TestDevice device;

    @BeforeEach
    void open() throws Exception {
        device = new TestDevice(realm, temp.resolve("state"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    static Stream<CrashPoint> rotationPoints() {
        return Stream.of(
                CrashPoint.BEFORE_STORE_RID,
                CrashPoint.AFTER_STORE_RID,
                CrashPoint.BEFORE_SEND,
                CrashPoint.AFTER_SEND,
                CrashPoint.BEFORE_STORE_DURT,
                CrashPoint.AFTER_STORE_DURT,
                CrashPoint.BEFORE_HAND_ON);
    }

    private void assertSignsIn(String registration) throws Exception {
        for (int i = 0; i < 2; i++) {
            JsonObject reply = device.exchange();
            assertThat(reply.flag("ok")).as(reply.toJson()).isTrue();
        }
        assertThat(device.registration().id().value()).isEqualTo(registration);
        assertThat(realm.registration(registration).isQuarantined()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rotationPoints")
    @DisplayName("Section 7: killed at any point of a rotation, the next sign-in works without registering again")
    void killedWhileRotating(CrashPoint point) throws Exception {
        device.enrol();
        String id = device.register();
        try (AgentProcess host = AgentProcess.host(device.folder, point.wire())) {
            host.send(device.request("exchange")
                    .put("challenge", realm.challenge("login"))
                    .build());
            assertThat(host.receive()).as(host.errors()).isEmpty();
            assertThat(host.exitCode()).isEqualTo(CrashPoints.EXIT_CODE);
        }
        assertSignsIn(id);
    }

    @Test
    @DisplayName("Section 7: killed twice in a row, at any two points, and the next sign-in works")
    void killedTwice() throws Exception {
        device.enrol();
        String id = device.register();
        for (CrashPoint first : rotationPoints().toList()) {
            for (CrashPoint second : rotationPoints().toList()) {
                crash(first);
                crash(second);
                assertSignsIn(id);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rotationPoints")
    @DisplayName("Section 7: the answer is lost, then the agent is killed while it repeats; the next sign-in works")
    void lostThenKilled(CrashPoint point) throws Exception {
        device.enrol();
        String id = device.register();
        realm.next("exchange", new Fault.DropAnswer());
        crash(point);
        assertSignsIn(id);
    }

    /** Plays a crash in this process; at a point that the attempt does not reach it is an ordinary sign-in. */
    private void crash(CrashPoint point) throws Exception {
        CountDownLatch crashed = new CountDownLatch(1);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            if (fault instanceof TestDevice.Crash) {
                crashed.countDown();
            }
        });
        try {
            device.crashAt.set(point);
            device.send(TestDevice.frame(device.request("exchange")
                    .put("challenge", realm.challenge("login"))
                    .build()
                    .toBytes()));
            if (device.crashAt.get() == null) {
                crashed.await();
            }
        } finally {
            device.crashAt.set(null);
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        device.restart();
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_STORE_DEVICE", "AFTER_STORE_DEVICE"})
    @DisplayName("Section 4: killed around storing the certificate, enrolling again gives the same device")
    void killedWhileEnrolling(CrashPoint point) throws Exception {
        String[] enrol = {"enrol", "--issuer", realm.issuer(), "--token", TestRealm.ENROLMENT_TOKEN};
        try (AgentProcess agent = AgentProcess.start(device.folder, point.wire(), Map.of(), enrol)) {
            assertThat(agent.exitCode()).as(agent.errors()).isEqualTo(CrashPoints.EXIT_CODE);
        }
        device.enrol();
        assertThat(realm.devices()).isEqualTo(1);
        assertSignsIn(device.register());
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_STORE_BINDING", "AFTER_STORE_BINDING"})
    @DisplayName("Section 5: killed while a registration begins, the next one works and no stray key stays for long")
    void killedWhileBeginning(CrashPoint point) throws Exception {
        device.enrol();
        try (AgentProcess host = AgentProcess.host(device.folder, point.wire())) {
            host.send(device.request("register-begin")
                    .put("challenge", realm.challenge("registration"))
                    .build());
            assertThat(host.exitCode()).isEqualTo(CrashPoints.EXIT_CODE);
        }
        assertSignsIn(device.register());
        if (point == CrashPoint.BEFORE_STORE_BINDING) {
            assertThat(device.state.realm(new Issuer(realm.issuer())).keys().names())
                    .containsExactlyInAnyOrder(
                            KeyName.AGENT, device.registration().key());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_STORE_REGISTRATION", "AFTER_STORE_REGISTRATION"})
    @DisplayName("Section 5: killed around storing a registration, it is there or the next one works")
    void killedWhileRegistering(CrashPoint point) throws Exception {
        device.enrol();
        try (AgentProcess host = AgentProcess.host(device.folder, point.wire())) {
            host.send(device.request("register-begin")
                    .put("challenge", realm.challenge("registration"))
                    .build());
            String nonce = host.receive().orElseThrow().string("registration_nonce");
            host.send(device.request("register-finish")
                    .put("id_token", realm.idToken(nonce))
                    .build());
            assertThat(host.exitCode()).isEqualTo(CrashPoints.EXIT_CODE);
        }
        if (point == CrashPoint.AFTER_STORE_REGISTRATION) {
            String id = device.registration().id().value();
            // Others begin and give up: the key of the living registration must survive their cleaning.
            for (int i = 0; i < 6; i++) {
                device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
            }
            assertSignsIn(id);
        } else {
            assertSignsIn(device.register());
        }
    }

    @Test
    @DisplayName("A21 two browsers, two host processes, one registration: all sign-ins work, nothing is quarantined")
    void twoProcesses() throws Exception {
        device.enrol();
        String id = device.register();
        int each = 4;
        try (AgentProcess one = AgentProcess.host(device.folder, "");
                AgentProcess two = AgentProcess.host(device.folder, "")) {
            for (int i = 0; i < each; i++) {
                for (AgentProcess host : new AgentProcess[] {one, two}) {
                    host.send(device.request("exchange")
                            .put("challenge", realm.challenge("login"))
                            .build());
                }
            }
            for (int i = 0; i < each; i++) {
                for (AgentProcess host : new AgentProcess[] {one, two}) {
                    JsonObject reply = host.receive().orElseThrow();
                    assertThat(reply.flag("ok")).as(reply.toJson()).isTrue();
                }
            }
            assertThat(one.exitCode()).isZero();
            assertThat(two.exitCode()).isZero();
        }
        assertThat(realm.registration(id).dusts()).isEqualTo(2 * each);
        assertThat(realm.registration(id).isQuarantined()).isFalse();
    }
}
