package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.command.HoldfastAgent;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.key.WrongPinException;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.testrealm.AgentProcess;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Tpms;
import dev.holdfast.agent.tpm.Tpm;
import dev.holdfast.agent.tpm.TpmAddress;
import dev.holdfast.agent.tpm.TpmKeyStore;
import dev.holdfast.agent.tpm.TpmTestBed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the keys live, as a user chooses and sees it. */
class TpmCommandLineTest {
    private static TpmTestBed bed;

    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private Path state;

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
    void folders() {
        state = temp.resolve("state");
        realm.setTpms(Tpms.TRUSTED);
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--state", state.toString()));
        all.addAll(List.of(arguments));
        int code = HoldfastAgent.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private Outcome enrol(String... more) {
        List<String> all =
                new ArrayList<>(List.of("enrol", "--issuer", realm.issuer(), "--token", TestRealm.ENROLMENT_TOKEN));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private String absent() {
        return "device:" + temp.resolve("tpm99");
    }

    @Test
    @DisplayName("enrol takes the TPM where one can be used, says so with the assurance, and status and doctor show it")
    void automatic() throws Exception {
        Outcome enrolled = enrol("--tpm", bed.tpm().tcti());
        assertThat(enrolled.code()).as(enrolled.err()).isZero();
        assertThat(enrolled.out())
                .contains("keys         in the TPM at " + bed.tpm().tcti())
                .contains("assurance    attested");

        assertThat(run("status").out())
                .contains("in the TPM at " + bed.tpm().tcti() + ", assurance attested")
                .contains("TPM          IBM SWTPM")
                .contains("Wrong PINs that count: 0, the TPM locks itself at 3");
        JsonObject view = JsonObject.parse(run("status", "--json").out())
                .objects("issuers")
                .get(0);
        assertThat(view.string("key_store")).isEqualTo("tpm");
        assertThat(view.string("assurance")).isEqualTo("attested");
        assertThat(run("doctor").out())
                .contains("ok      TPM IBM SWTPM")
                .contains("assurance attested")
                .containsPattern("Endorsement key [0-9a-f]{64}, with its maker's certificate");

        Outcome again = enrol();
        assertThat(again.out())
                .contains("Enrolled again")
                .contains("in the TPM at " + bed.tpm().tcti());
    }

    @Test
    @DisplayName("The native host takes the TPM from the state, whatever the environment says")
    void environment() throws Exception {
        try (AgentProcess agent = AgentProcess.start(
                state,
                "",
                Map.of("HOLDFAST_AGENT_TPM", bed.tpm().tcti()),
                "enrol",
                "--issuer",
                realm.issuer(),
                "--token",
                TestRealm.ENROLMENT_TOKEN,
                "--key-store",
                "tpm")) {
            assertThat(agent.output()).contains("assurance    attested");
            assertThat(agent.exitCode()).as(agent.errors()).isZero();
        }
        register();
        try (AgentProcess host = host()) {
            host.send(exchange());
            JsonObject reply = host.receive().orElseThrow();
            assertThat(reply.flag("ok")).as(reply.toJson()).isTrue();
            assertThat(host.exitCode()).isZero();
        }
    }

    @Test
    @DisplayName("G7 two hosts at once use the TPM and the registration in turn, and sign in every time")
    void twoProcesses() throws Exception {
        assertThat(enrol("--tpm", bed.tpm().tcti()).code()).isZero();
        register();
        try (AgentProcess one = host();
                AgentProcess two = host()) {
            for (int round = 0; round < 4; round++) {
                one.send(exchange());
                two.send(exchange());
                assertThat(one.receive().orElseThrow().flag("ok")).isTrue();
                assertThat(two.receive().orElseThrow().flag("ok")).isTrue();
            }
        }
        assertThat(realm.registrations())
                .singleElement()
                .satisfies(one -> assertThat(one.isQuarantined()).isFalse());
    }

    private void register() throws Exception {
        try (AgentProcess agent = AgentProcess.start(state, "", Map.of("HOLDFAST_AGENT_TPM", absent()), "register")) {
            TestRealm.follow(URI.create(agent.lineWith("/protocol/openid-connect/auth")));
            assertThat(agent.output()).contains("Registered ada");
            assertThat(agent.exitCode()).as(agent.errors()).isZero();
        }
    }

    private AgentProcess host() throws Exception {
        return AgentProcess.start(state, "", Map.of("HOLDFAST_AGENT_TPM", absent()), "host");
    }

    private JsonObject exchange() throws Exception {
        return JsonObject.builder()
                .put("id", "1")
                .put("type", "exchange")
                .put("origin", realm.origin())
                .put("challenge", realm.challenge("login"))
                .build();
    }

    @Test
    @DisplayName("Without a usable TPM, auto keeps the keys in files and says why; tpm refuses and says what to do")
    void absentTpm() throws Exception {
        Outcome refused = enrol("--key-store", "tpm", "--tpm", absent());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("There is no TPM at").contains("--key-store software");
        assertThat(realm.requests("agents/begin")).isZero();

        Outcome automatic = enrol("--tpm", absent());
        assertThat(automatic.code()).as(automatic.err()).isZero();
        assertThat(automatic.out())
                .contains("keys         in files of this user")
                .contains("There is no TPM at")
                .contains("assurance    software");
        assertThat(run("status").out())
                .contains("in files of this user, assurance software")
                .doesNotContain("TPM  ");
    }

    @Test
    @DisplayName("An agent key stays where it was made; --new-key makes another elsewhere")
    void keyStays() throws Exception {
        assertThat(enrol("--key-store", "software").code()).isZero();
        Outcome refused = enrol("--key-store", "tpm", "--tpm", bed.tpm().tcti());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("is in a file and stays there").contains("--new-key");
        assertThat(enrol("--tpm", bed.tpm().tcti()).out()).contains("in files of this user");

        Outcome moved =
                enrol("--new-key", "--key-store", "tpm", "--tpm", bed.tpm().tcti());
        assertThat(moved.out()).contains("assurance    attested");
        assertThat(enrol("--key-store", "software").err()).contains("is in the TPM and stays there");
        try (var files = Files.walk(state)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".pem"));
        }
    }

    @Test
    @DisplayName("A TPM whose owner hierarchy has a password is not usable, and whoever set it is told what to do")
    void ownerTaken() throws Exception {
        assertThat(enrol("--tpm", bed.tpm().tcti()).code()).isZero();
        bed.tpm().tool("tpm2_changeauth", "-c", "owner", "secret");
        try {
            Outcome doctor = run("doctor");
            assertThat(doctor.out()).contains("owner hierarchy has a password").contains("tpm2_changeauth -c owner");
            assertThat(doctor.code()).isEqualTo(1);
            Outcome refused = enrol();
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("tpm2_changeauth -c owner");
        } finally {
            bed.tpm().tool("tpm2_changeauth", "-c", "owner", "-p", "secret");
        }
    }

    @Test
    @DisplayName(
            "Where a TPM can keep a PIN, doctor says whether there is a dialog that asks for it, and what to install")
    void doctorAndPinDialogs() throws Exception {
        assertThat(enrol("--tpm", bed.tpm().tcti()).code()).isZero();
        Path programs = Files.createDirectory(temp.resolve("programs"));
        assertThat(doctorWithPath(programs))
                .contains("There is no dialog for PINs (pinentry): the sign-in page cannot have a PIN set")
                .contains("apt-get install pinentry-gnome3");

        Path terminal = executable(programs.resolve("pinentry-curses"));
        Path usual = Files.createSymbolicLink(programs.resolve("pinentry"), terminal);
        assertThat(doctorWithPath(programs)).contains(usual + ", is pinentry-curses and needs a terminal");

        Files.delete(usual);
        Path dialog = executable(usual);
        assertThat(doctorWithPath(programs)).contains("ok      PINs are asked for by " + dialog);

        Files.delete(dialog);
        Path named = executable(temp.resolve("o'clock"));
        assertThat(run("--pinentry", named.toString(), "doctor").out())
                .as("named on the command line")
                .contains("ok      PINs are asked for by " + named);
        run(
                "--pinentry",
                named.toString(),
                "install-host",
                "--dir",
                temp.resolve("manifests").toString());
        assertThat(doctorWithPath(programs))
                .as("named when the host was installed")
                .contains("ok      PINs are asked for by " + named);
    }

    private static Path executable(Path file) throws Exception {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private String doctorWithPath(Path programs) throws Exception {
        try (AgentProcess agent =
                AgentProcess.start(state, "", Map.of("PATH", programs.toString(), "HOLDFAST_PINENTRY", ""), "doctor")) {
            return agent.output();
        }
    }

    @Test
    @DisplayName("doctor says that a TPM does not answer, and that its keys cannot be moved")
    void doctorWithoutTpm() throws Exception {
        assertThat(enrol("--tpm", bed.tpm().tcti()).code()).isZero();
        bed.tpm().stop();
        try {
            Outcome doctor = run("doctor");
            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.out()).contains("does not answer").contains("Keys in a TPM cannot be moved");
            assertThat(run("status").out()).contains("does not answer");
        } finally {
            bed.tpm().restart();
        }
    }

    @Test
    @DisplayName("doctor says that the TPM locked itself for PINs, that silent sign-in works, and how long to wait")
    void doctorLockedOut() throws Exception {
        assertThat(enrol("--tpm", bed.tpm().tcti()).code()).isZero();
        UnlockableKey key = new TpmKeyStore(
                        PrivateFolder.open(temp.resolve("pins")),
                        new Tpm(TpmAddress.parse(bed.tpm().tcti()), Platform.system()),
                        realm.issuer())
                .create(new KeyName("duv-1"), Pin.of("right".toCharArray()));
        try {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() ->
                                key.unlockedBy(Pin.of("wrong".toCharArray())).sign(new byte[] {1}))
                        .isInstanceOf(WrongPinException.class);
            }
            assertThat(run("doctor").out())
                    .contains("note    The TPM is locked for PINs after 3 wrong ones; silent sign-in works")
                    .contains("Wait about 17 minutes for one more try")
                    .contains("tpm2_dictionarylockout -c");
            assertThat(run("status").out()).contains("; locked for PINs.");
        } finally {
            bed.tpm().tool("tpm2_dictionarylockout", "-c");
        }
        assertThat(run("doctor").out()).contains("Wrong PINs that count: 0");
    }

    @Test
    @DisplayName("Wrong words for a key store or a TPM are wrong usage")
    void usage() {
        assertThat(enrol("--key-store", "cloud").code()).isEqualTo(2);
        assertThat(enrol("--tpm", "swtpm:host=192.0.2.1,port=2321").err()).contains("on this machine only");
        assertThat(enrol("--tpm", "mssim").code()).isEqualTo(2);
        assertThat(realm.requests("agents/begin")).isZero();
    }
}
