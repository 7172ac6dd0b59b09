package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.command.HoldfastAgent;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.testrealm.AgentProcess;
import dev.holdfast.agent.testrealm.ServerRegistration;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.testrealm.TestRealm.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user runs them. */
class CommandLineTest {
    private static final String OWN_EXTENSION = "chrome-extension://enkebgpdbogjbjleiommjdegleknefca/";

    @TempDir
    Path temp;

    private final TestRealm realm = new TestRealm();
    private Path state;
    private Path config;

    @BeforeEach
    void folders() {
        state = temp.resolve("state");
        config = temp.resolve("config");
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private record Outcome(int code, String out, String err) {}

    private AgentProcess start(String... arguments) throws Exception {
        return AgentProcess.start(state, "", Map.of("XDG_CONFIG_HOME", config.toString()), arguments);
    }

    /** In this process where neither the environment nor the streams of a process matter: a JVM takes its time. */
    private Outcome run(String... arguments) throws Exception {
        if (!Set.of("doctor", "install-host", "host").contains(arguments[0])) {
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
        try (AgentProcess agent = start(arguments)) {
            String out = agent.output();
            return new Outcome(agent.exitCode(), out, agent.errors());
        }
    }

    private void enrol() throws Exception {
        Path token = temp.resolve("token");
        Files.writeString(token, TestRealm.ENROLMENT_TOKEN + "\n");
        // The machine that runs the tests may have a TPM.
        Outcome enrolled =
                run("enrol", "--issuer", realm.issuer(), "--token-file", token.toString(), "--key-store", "software");
        assertThat(enrolled.code()).as(enrolled.err()).isZero();
        assertThat(enrolled.out()).contains(realm.issuer()).contains("Next:");
    }

    private ServerRegistration register() throws Exception {
        try (AgentProcess agent = start("register")) {
            URI url = URI.create(agent.lineWith("/protocol/openid-connect/auth"));
            assertThat(url.getQuery()).contains("code_challenge_method=S256").contains("scope=openid");
            TestRealm.follow(url);
            String rest = agent.output();
            assertThat(agent.exitCode()).as(agent.errors()).isZero();
            assertThat(rest).containsSubsequence("Registering account ada of " + realm.issuer(), "Registered ada");
        }
        return realm.registrations().stream()
                .filter(one -> !one.isRevoked())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("G1 enrol, register through the code flow, status, sign in, revoke the registration")
    void commandLineDoor() throws Exception {
        enrol();
        ServerRegistration registered = register();

        Outcome human = run("status");
        assertThat(human.out()).contains("ada").contains("ready").contains(registered.id);
        Outcome machine = run("status", "--json");
        JsonObject issuer = JsonObject.parse(machine.out()).objects("issuers").get(0);
        assertThat(issuer.string("issuer")).isEqualTo(realm.issuer());
        assertThat(issuer.objects("registrations").get(0).string("state")).isEqualTo("ready");

        try (AgentProcess host = start("host", OWN_EXTENSION, "--parent-window=0")) {
            // What a browser passes: the extension's origin, and on some systems a window.
            host.send(exchange());
            assertThat(host.receive().orElseThrow().flag("ok")).isTrue();
            assertThat(host.exitCode()).isZero();
        }

        Outcome revoked = run("revoke", "--reason", "lost interest");
        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(registered.isRevoked()).isTrue();
        assertThat(run("status").out()).doesNotContain("ada").contains("Nobody is registered");
        try (var files = Files.walk(state)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("duk-")))
                    .isEmpty();
        }
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
    @DisplayName("Section 9: revoke --device ends the device with all its registrations and destroys its key")
    void revokeDevice() throws Exception {
        enrol();
        ServerRegistration registered = register();
        Outcome revoked = run("revoke", "--device");
        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(realm.isRevoked(registered.did)).isTrue();
        try (var files = Files.walk(state)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".pem"));
        }
        assertThat(run("status").out()).contains("Not enrolled");
    }

    @Test
    @DisplayName("A31 a foreign extension is refused with exit code 2 and a message, before anything is read")
    void foreignExtension() throws Exception {
        for (String foreign : new String[] {
            "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
            "chrome-extension://enkebgpdbogjbjleiommjdegleknefca.evil/",
            "moz-extension://enkebgpdbogjbjleiommjdegleknefca/"
        }) {
            Outcome refused = run("host", foreign, "--parent-window=0");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains("only " + OWN_EXTENSION);
        }
    }

    @Test
    @DisplayName("The pinned extension id is the one that the extension's key gives")
    void pinnedExtension() throws Exception {
        Path extension = Path.of("..", "browser-extension");
        assertThat(OWN_EXTENSION)
                .contains(
                        Files.readString(extension.resolve("extension-id.txt")).strip());
        String manifest = Files.readString(extension.resolve("src/manifest.json"));
        byte[] key = java.util.Base64.getDecoder().decode(manifest.replaceAll("(?s).*\"key\": *\"([^\"]+)\".*", "$1"));
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(key);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            id.append((char) ('a' + ((hash[i] >> 4) & 15))).append((char) ('a' + (hash[i] & 15)));
        }
        assertThat(OWN_EXTENSION).isEqualTo("chrome-extension://" + id + "/");
    }

    @Test
    @DisplayName("install-host writes a manifest for one extension and a script that starts the host with this state")
    void installHost() throws Exception {
        enrol();
        Files.createDirectories(config.resolve("chromium"));
        Files.createDirectories(config.resolve("BraveSoftware/Brave-Browser"));
        assertThat(run("install-host").code()).isZero();
        for (String browser : new String[] {"chromium", "BraveSoftware/Brave-Browser"}) {
            JsonObject manifest = JsonObject.parse(Files.readAllBytes(
                    config.resolve(browser).resolve("NativeMessagingHosts/dev.holdfast.agent.json")));
            assertThat(manifest.string("name")).isEqualTo("dev.holdfast.agent");
            assertThat(manifest.string("type")).isEqualTo("stdio");
            assertThat(manifest.strings("allowed_origins")).containsExactly(OWN_EXTENSION);
            Path script = Path.of(manifest.string("path"));
            assertThat(script).isExecutable();
            Process host = new ProcessBuilder(script.toString(), OWN_EXTENSION).start();
            host.getOutputStream().close();
            assertThat(host.getInputStream().readAllBytes()).isEmpty();
            assertThat(host.waitFor()).isZero();
        }
        assertThat(config.resolve("google-chrome")).doesNotExist();
        Path shared = temp.resolve("shared");
        Path launcher = Path.of("src/main/scripts/holdfast-agent").toAbsolutePath();
        assertThat(run("install-host", "--dir", shared.toString(), "--program", launcher.toString())
                        .code())
                .isZero();
        assertThat(JsonObject.parse(Files.readAllBytes(shared.resolve("dev.holdfast.agent.json")))
                        .string("path"))
                .isEqualTo(launcher.toString());
        assertThat(run("install-host", "--program", "/nonexistent").code()).isEqualTo(2);
        Path folder = temp.resolve("a b'c");
        assertThat(run("install-host", "--dir", folder.toString(), "--extension-id", "a".repeat(32))
                        .code())
                .isZero();
        assertThat(Files.readString(folder.resolve("dev.holdfast.agent.json"))).contains("a".repeat(32));
    }

    @Test
    @DisplayName("doctor says what is wrong and how to mend it, and is content when nothing is")
    void doctor() throws Exception {
        Outcome nothing = run("doctor");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("no state folder").contains("holdfast-agent enrol");
        assertThat(state).doesNotExist();

        enrol();
        register();
        Files.createDirectories(config.resolve("chromium"));
        Outcome noHost = run("doctor");
        assertThat(noHost.code()).isEqualTo(1);
        assertThat(noHost.out()).contains("Chromium cannot start the agent").contains("install-host");

        run("install-host");
        Outcome fine = run("doctor");
        assertThat(fine.code()).as(fine.out()).isZero();
        assertThat(fine.out()).contains("ada is registered and ready").contains("Nothing is broken");

        realm.setClaimedIssuer("https://another.example/realms/acme");
        assertThat(run("doctor").out()).contains("another issuer");

        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome loose = run("doctor");
        assertThat(loose.code()).isEqualTo(1);
        assertThat(loose.out()).contains("chmod -R go-rwx");
        assertThat(run("status").code()).isEqualTo(1);
    }

    @Test
    @DisplayName("Wrong usage is exit code 2, a refusal exit code 1 with its code and the next step")
    void exitCodes() throws Exception {
        assertThat(run("enrol").code()).isEqualTo(2);
        assertThat(run("unknown").code()).isEqualTo(2);
        assertThat(run("enrol", "--issuer", realm.issuer(), "--token", "hfe_short")
                        .code())
                .isEqualTo(2);
        Outcome plain =
                run("enrol", "--issuer", "http://idp.example.com/realms/acme", "--token", TestRealm.ENROLMENT_TOKEN);
        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.err()).contains("https is needed");
        Outcome refused = run("enrol", "--issuer", realm.issuer(), "--token", "hfe_" + "b".repeat(43));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("enrolment_refused").contains("administrator");
        Outcome notEnrolled = run("register");
        assertThat(notEnrolled.code()).isEqualTo(1);
        assertThat(notEnrolled.err()).contains("not_enrolled").contains("holdfast-agent enrol");
    }

    @Test
    @DisplayName("G2 unattended enrolment: the token file is gone once it has served, and once more is no error")
    void unattendedEnrolment() throws Exception {
        Path token = Files.writeString(temp.resolve("token"), TestRealm.ENROLMENT_TOKEN);
        String[] enrol = {
            "enrol",
            "--unattended",
            "--issuer",
            realm.issuer(),
            "--token-file",
            token.toString(),
            "--key-store",
            "software"
        };
        Outcome first = run(enrol);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(token).doesNotExist();

        Outcome withoutToken = run(enrol);
        assertThat(withoutToken.code()).as(withoutToken.err()).isZero();
        assertThat(withoutToken.out()).contains("Already enrolled in " + realm.issuer());

        Files.writeString(token, TestRealm.ENROLMENT_TOKEN);
        String before = Files.readString(stateFile("device.json"));
        assertThat(run(enrol).code()).isZero();
        assertThat(token).doesNotExist();
        assertThat(Files.readString(stateFile("device.json"))).isEqualTo(before);
    }

    @Test
    @DisplayName("G2 unattended enrolment that fails keeps the token file, and tells apart what passes by itself")
    void unattendedEnrolmentFails() throws Exception {
        Path token = Files.writeString(temp.resolve("token"), "hfe_" + "b".repeat(43));
        Outcome refused = run("enrol", "--unattended", "--issuer", realm.issuer(), "--token-file", token.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("enrolment_refused");
        Outcome unreachable = run(
                "enrol",
                "--unattended",
                "--issuer",
                "http://127.0.0.1:1/realms/acme",
                "--token-file",
                token.toString());
        assertThat(unreachable.code()).isEqualTo(75);
        assertThat(unreachable.err()).contains("server_unreachable");
        assertThat(token).exists();
        assertThat(run("enrol", "--unattended", "--new-key", "--issuer", realm.issuer(), "--token", "hfe_x")
                        .code())
                .isEqualTo(2);
    }

    private Path stateFile(String name) throws Exception {
        try (var files = Files.walk(state)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    @Test
    @DisplayName("What the settings of the machine name, nobody has to type; what somebody types counts more")
    void settingsOfTheMachine() throws Exception {
        Path settings = Files.writeString(
                temp.resolve("agent.conf"),
                "# for every user\nissuer = " + realm.issuer() + "\nkey-store = software\nextension-id = "
                        + "b".repeat(32) + "\n");
        System.setProperty("holdfast.agent.settings", settings.toString());
        try {
            Outcome enrolled = run("enrol", "--token", TestRealm.ENROLMENT_TOKEN);
            assertThat(enrolled.code()).as(enrolled.err()).isZero();
            assertThat(enrolled.out()).contains("Enrolled in " + realm.issuer());
            Outcome named = run("enrol", "--issuer", "http://idp.example.com/realms/a", "--token", "hfe_x");
            assertThat(named.err()).contains("https is needed");
        } finally {
            System.clearProperty("holdfast.agent.settings");
        }
    }

    @Test
    @DisplayName("A31 Firefox starts the host for one extension by its manifest, and the host looks again")
    void firefox() throws Exception {
        enrol();
        Path folder = temp.resolve("native-messaging-hosts");
        assertThat(run("install-host", "--firefox", "--dir", folder.toString()).code())
                .isZero();
        Path file = folder.resolve("dev.holdfast.agent.json");
        JsonObject manifest = JsonObject.parse(Files.readAllBytes(file));
        assertThat(manifest.strings("allowed_extensions")).containsExactly("device-login@holdfast.dev");
        try (AgentProcess host = start("host", file.toString(), "device-login@holdfast.dev")) {
            assertThat(host.exitCode()).as(host.errors()).isZero();
        }
        assertThat(run("host", file.toString(), "another@example.com").code()).isEqualTo(2);
        assertThat(run("host", file.toString()).code()).isEqualTo(2);
    }

    @Test
    @DisplayName("A refused registration is told with its code, and leaves no key behind")
    void refusedRegistration() throws Exception {
        enrol();
        realm.next("registrations", new Fault.Refuse(403, "device_not_allowed", 0));
        try (AgentProcess agent = start("register")) {
            TestRealm.follow(URI.create(agent.lineWith("/protocol/openid-connect/auth")));
            agent.output();
            assertThat(agent.exitCode()).isEqualTo(1);
            assertThat(agent.errors()).contains("device_not_allowed");
        }
        try (var files = Files.walk(state)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("duk-")))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("A54 a full run on the command line leaves no secret in the log or on standard error")
    void logHoldsNoSecret() throws Exception {
        enrol();
        register();
        run("revoke");
        String log = Files.readString(state.resolve("agent.log"));
        assertThat(log).contains("enrolled").contains("registered").contains("registration-revoked");
        for (String secret : realm.secrets()) {
            assertThat(log).doesNotContain(secret);
        }
        assertThat(log).doesNotContain("hfd1.").doesNotContain("hfe_").doesNotContain("eyJ");
    }
}
