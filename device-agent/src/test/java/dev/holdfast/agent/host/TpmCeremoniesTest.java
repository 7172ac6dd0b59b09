package dev.holdfast.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Assurance;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import dev.holdfast.agent.testrealm.TestRealm.Tpms;
import dev.holdfast.agent.tpm.TpmAddress;
import dev.holdfast.agent.tpm.TpmTestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceremonies with keys in a real software TPM. */
class TpmCeremoniesTest {
    private static TpmTestBed bed;

    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private TestDevice device;

    @BeforeAll
    static void openBed() {
        bed = TpmTestBed.open();
    }

    @AfterAll
    static void closeBed() {
        if (bed != null) {
            bed.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        device = new TestDevice(realm, temp.resolve("state"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private static TpmAddress tpm() {
        return TpmAddress.parse(bed.tpm().tcti());
    }

    private Device stored() throws Exception {
        return device.state.realm(new Issuer(realm.issuer())).device().orElseThrow();
    }

    @Test
    @DisplayName("G6 section 4: the realm's credential is activated, the agent key certified, each new DUK as well, and"
            + " the device signs in with keys that no file holds")
    void attested() throws Exception {
        realm.setTpms(Tpms.TRUSTED);

        Device enrolled = device.enrol(tpm());
        String id = device.register();

        assertThat(enrolled.assurance()).contains(Assurance.ATTESTED);
        assertThat(realm.isAttested(enrolled.did())).isTrue();
        assertThat(stored()).isEqualTo(enrolled);
        assertThat(stored().keys()).isEqualTo(new KeyHome.Tpm(bed.tpm().tcti(), realm.issuer()));
        for (int i = 0; i < 3; i++) {
            assertThat(device.exchange().flag("ok")).isTrue();
        }
        assertThat(realm.registration(id).dusts()).isEqualTo(3);
        try (var files = Files.walk(temp.resolve("state"))) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".pem"));
        }
    }

    @Test
    @DisplayName("Section 4: after invalid_nonce the TPM certifies again, over the fresh nonce")
    void freshNonce() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        device.enrol(tpm());
        realm.next("registrations", new Fault.Refuse(401, "invalid_nonce", 0));
        assertThat(device.register()).isNotEmpty();
    }

    @Test
    @DisplayName("Section 4: a server that knows nothing of TPMs enrols the device all the same, without assurance")
    void oldServer() throws Exception {
        Device enrolled = device.enrol(tpm());
        device.register();

        assertThat(enrolled.assurance()).isEmpty();
        assertThat(enrolled.isAttested()).isFalse();
        assertThat(device.exchange().flag("ok")).isTrue();
        Map<?, ?> duk = (Map<?, ?>) realm.lastClaims("registrations").get("duk");
        assertThat(duk.containsKey("tpm")).isFalse();
    }

    @Test
    @DisplayName("Section 4: where the realm does not trust this TPM the device is hardware, and shows no more")
    void distrusted() throws Exception {
        realm.setTpms(Tpms.DISTRUSTED);
        Device enrolled = device.enrol(tpm());

        assertThat(device.told).singleElement().asString().contains("list this endorsement key: ");
        assertThat(enrolled.assurance()).contains(Assurance.HARDWARE);
        assertThat(realm.lastClaims("agents/begin")).containsKey("tpm");
        assertThat(realm.lastClaims("agents/finish"))
                .containsEntry("key_store", "tpm")
                .doesNotContainKeys("tpm", "activated_secret");
        device.register();
        assertThat(device.exchange().flag("ok")).isTrue();
    }

    @Test
    @DisplayName("Section 4: keys in files are called software, and no TPM is named")
    void software() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        device.enrol();

        assertThat(stored().assurance()).contains(Assurance.SOFTWARE);
        assertThat(stored().keys()).isEqualTo(KeyHome.SOFTWARE);
        assertThat(realm.lastClaims("agents/begin")).doesNotContainKey("tpm");
        assertThat(realm.lastClaims("agents/finish")).containsEntry("key_store", "software");
    }

    @Test
    @DisplayName("Section 4: a lost answer costs nothing: the same key in the TPM gets the same device id, attested")
    void answerLost() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        realm.next("agents/finish", new Fault.DropAnswer());
        assertThatThrownBy(() -> device.enrol(tpm())).isInstanceOf(Refusal.class);
        assertThat(device.enrol(tpm()).isAttested()).isTrue();
        assertThat(realm.devices()).isEqualTo(1);
    }

    @Test
    @DisplayName("An endorsement hierarchy with a password: the device enrols as hardware, and its user is told why")
    void endorsementTaken() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        bed.tpm().tool("tpm2_changeauth", "-c", "endorsement", "secret");
        try {
            Device enrolled = device.enrol(tpm());
            assertThat(enrolled.assurance()).contains(Assurance.HARDWARE);
            assertThat(device.told)
                    .singleElement()
                    .asString()
                    .contains("endorsement")
                    .contains("tpm2_changeauth");
        } finally {
            bed.tpm().tool("tpm2_changeauth", "-c", "endorsement", "-p", "secret");
        }
    }

    @Test
    @DisplayName(
            "A TPM that goes away in the middle: a clear error, the state as it was, and all works when it is back")
    void tpmGone() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        device.enrol(tpm());
        device.register();
        device.exchange();
        String before = snapshot();

        bed.tpm().stop();
        try {
            JsonObject refused = device.exchange();
            assertThat(refused.string("error")).isEqualTo("agent_error");
            assertThat(Files.readString(temp.resolve("state/agent.log"))).contains("does not answer");
            JsonObject register =
                    device.ask(device.request("register-begin").put("challenge", realm.challenge("registration")));
            assertThat(register.string("error")).isEqualTo("agent_error");
            assertThatThrownBy(() -> device.enrol(tpm()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not answer");
        } finally {
            bed.tpm().restart();
        }
        // The rid that the interrupted sign-in chose stays with its DURT, as section 7 wants it.
        assertThat(snapshot()).isEqualTo(before);
        assertThat(device.exchange().flag("ok")).isTrue();
        assertThat(realm.registrations())
                .singleElement()
                .satisfies(one -> assertThat(one.isQuarantined()).isFalse());
    }

    /** Every file but logs, locks and the registration, whose next rid is chosen before its key is used. */
    private String snapshot() throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(temp.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.toString();
                if (!name.endsWith(".log") && !name.endsWith(".lock") && !name.contains("/registrations/")) {
                    all.append(name).append('=').append(Files.readString(file)).append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    @DisplayName("The native host starts, says hello and gives the status without touching the TPM")
    void hostLeavesTpmAlone() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        device.enrol(tpm());
        device.register();
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread counter = new Thread(() -> {
                try {
                    while (true) {
                        listener.accept().close();
                        connections.incrementAndGet();
                    }
                } catch (IOException e) {
                    // The test has ended.
                    return;
                }
            });
            counter.setDaemon(true);
            counter.start();
            Path file;
            try (var files = Files.walk(temp.resolve("state"))) {
                file = files.filter(path -> path.endsWith("device.json"))
                        .findFirst()
                        .orElseThrow();
            }
            Files.writeString(
                    file,
                    Files.readString(file).replace("port=" + bed.tpm().port(), "port=" + listener.getLocalPort()));

            TestDevice restarted = new TestDevice(realm, temp.resolve("state"));
            JsonObject hello = restarted.ask(JsonObject.builder().put("id", "h").put("type", "hello"));
            assertThat(hello.flag("ok")).isTrue();
            assertThat(restarted.standings()).isEqualTo(Map.of("ada", "ready"));
            assertThat(connections).hasValue(0);

            assertThat(restarted.exchange().string("error")).isEqualTo("agent_error");
            assertThat(connections).as("the counter counts").hasPositiveValue();
        }
    }

    @Test
    @DisplayName("Section 9: an ended registration takes its key file along, and revoking the device all of them")
    void revoked() throws Exception {
        realm.setTpms(Tpms.TRUSTED);
        device.enrol(tpm());
        device.register();
        var state = device.state.realm(new Issuer(realm.issuer()));
        KeyName duk = device.registration().key();
        assertThat(state.keys().find(duk).orElseThrow()).isInstanceOf(CertifiableKey.class);
        device.register();
        assertThat(state.keys().find(duk)).isEmpty();
        assertThat(state.keys().names()).hasSize(2);
    }
}
