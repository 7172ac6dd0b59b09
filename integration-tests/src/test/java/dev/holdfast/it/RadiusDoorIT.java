package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/doors with a real FreeRADIUS: PAP, EAP-TTLS and PAM, each approved on a phone. */
@ExtendWith(SharedServer.class)
class RadiusDoorIT {
    private static final Pattern NUMBER = Pattern.compile("Type ([0-9]{2}) on your phone");
    private static final Pattern STATE = Pattern.compile("State = (0x[0-9a-f]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static WireRealm numbers;
    private static WireRealm plain;

    private final World world;

    RadiusDoorIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealms(World world) {
        Requirement freeradius = Requirement.freeradius();
        assumeTrue(freeradius.isUsable(), freeradius.absence());
        numbers = world.addRealm("radius-numbers", Map.of());
        plain = world.addRealm("radius-plain", Map.of());
        world.configurePush("radius-plain", Map.of("numberMatching", List.of("false")));
    }

    private WirePhone phone(WireRealm realm, String user) {
        world.addUser(realm, user);
        return PushPages.phone(world, realm, user);
    }

    private RadiusServer radius(WireRealm realm, String number) {
        String name = "radius-" + UUID.randomUUID();
        GrantDoor door = GrantDoor.open(
                world, realm, name, Map.of("holdfast.push.grant", number, "holdfast.push.shared", "true"));
        return RadiusServer.start(folder.resolve(name), door);
    }

    @Test
    @DisplayName("R1 P9 PAP: FreeRADIUS shows the number as a challenge, and lets in who typed it on the phone")
    void papWithNumber() throws Exception {
        WirePhone phone = phone(numbers, "ada-pap");
        try (RadiusServer radius = radius(numbers, "show-number")) {
            String challenge = end(radclient(radius, "User-Name=ada-pap,User-Password=ada-pap,NAS-Identifier=vpn"));
            assertThat(challenge).contains("Received Access-Challenge");
            Jws request = phone.request();
            assertThat(request.claims().path("binding_message").asText()).isEqualTo("vpn");
            phone.answer(request, "approve", found(NUMBER, challenge)).granted();
            assertThat(end(radclient(radius, "User-Name=ada-pap,User-Password=ok,State=" + found(STATE, challenge))))
                    .contains("Received Access-Accept");

            String again = end(radclient(radius, "User-Name=ada-pap,User-Password=ada-pap"));
            phone.deny().granted();
            assertThat(end(radclient(radius, "User-Name=ada-pap,User-Password=ok,State=" + found(STATE, again))))
                    .contains("Received Access-Reject");
            assertThat(end(radclient(radius, "User-Name=ada-pap,User-Password=wrong")))
                    .contains("Received Access-Reject");
            assertThat(phone.requests()).isEmpty();
            assertThat(radius.log()).doesNotContain("secret-of-").doesNotContain("wrong");
        }
    }

    @Test
    @DisplayName("R1 P9 PAP and EAP-TTLS/PAP: where no number is wanted FreeRADIUS waits for the phone")
    void waiting() throws Exception {
        WirePhone phone = phone(plain, "ada-eap");
        try (RadiusServer radius = radius(plain, "no-number")) {
            Process pap = radclient(radius, "User-Name=ada-eap,User-Password=ada-eap");
            phone.answer(awaitRequest(phone), "approve", "").granted();
            assertThat(end(pap)).contains("Received Access-Accept");
            Process denied = radclient(radius, "User-Name=ada-eap,User-Password=ada-eap");
            phone.answer(awaitRequest(phone), "deny", "").granted();
            assertThat(end(denied)).contains("Received Access-Reject");

            Process eap = eapol(radius, "ada-eap", "ada-eap");
            phone.answer(awaitRequest(phone), "approve", "").granted();
            assertThat(end(eap)).endsWith("SUCCESS\n");
            assertThat(end(eapol(radius, "ada-eap", "wrong"))).endsWith("FAILURE\n");
        }
    }

    @Test
    @DisplayName("R3 P9 PAM: whoever signs in on a terminal is shown the number, and is in once the phone approved")
    void pam() throws Exception {
        Requirement pam = Requirement.pamRadius();
        assumeTrue(pam.isUsable(), pam.absence());
        WirePhone phone = phone(numbers, "ada-pam");
        try (RadiusServer radius = radius(numbers, "show-number")) {
            Path etc = Files.createDirectories(folder.resolve("etc"));
            Path guide = Path.of("../docs/doors/pam");
            Files.writeString(
                    etc.resolve("holdfast-radius.conf"),
                    Files.readString(guide.resolve("holdfast-radius.conf"))
                            .replace("127.0.0.1:1812", "127.0.0.1:" + radius.port()));
            Files.writeString(
                    etc.resolve("holdfast"),
                    Files.readString(guide.resolve("holdfast"))
                            .replace("/etc/holdfast-radius.conf", etc.resolve("holdfast-radius.conf") + ""));
            // PAM reads its own folder alone: this one stands over it, for the program and nobody else.
            String command = "mount --bind " + etc + " /etc/pam.d && exec pamtester holdfast ada-pam authenticate";
            Process terminal = start(List.of("unshare", "--mount", "sh", "-c", command));
            type(terminal, "ada-pam");
            String shown = read(terminal, NUMBER);
            phone.approve(found(NUMBER, shown)).granted();
            type(terminal, "");
            assertThat(end(terminal)).contains("successfully authenticated");
            assertThat(terminal.exitValue()).isZero();
        }
    }

    @Test
    @DisplayName("R2 P9 LDAP: a bind waits for the phone; denied, or with a wrong password, it fails; nothing is kept")
    void ldap() throws Exception {
        Requirement openldap = Requirement.openldap();
        assumeTrue(openldap.isUsable(), openldap.absence());
        WirePhone phone = phone(plain, "ada-ldap");
        try (RadiusServer radius = radius(plain, "no-number");
                LdapServer directory =
                        LdapServer.start(Files.createDirectories(folder.resolve("ldap")), radius, "ada-ldap")) {
            Process bind = start(directory.bind("ada-ldap", "ada-ldap"));
            phone.answer(awaitRequest(phone), "approve", "").granted();
            assertThat(end(bind)).isEqualTo("dn:uid=ada-ldap,ou=people," + LdapServer.SUFFIX + "\n");

            Process denied = start(directory.bind("ada-ldap", "ada-ldap"));
            phone.answer(awaitRequest(phone), "deny", "").granted();
            assertThat(end(denied)).contains("Invalid credentials (49)");
            assertThat(denied.exitValue()).isEqualTo(49);

            assertThat(end(start(directory.bind("ada-ldap", "wrong")))).contains("Invalid credentials (49)");
            assertThat(phone.requests()).isEmpty();
        }
    }

    private static Jws awaitRequest(WirePhone phone) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            List<Jws> requests = phone.requests();
            if (!requests.isEmpty()) {
                return requests.get(0);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new AssertionError("the phone was not asked");
    }

    private static Process radclient(RadiusServer radius, String attributes) throws IOException {
        Process process = start(List.of(
                "radclient", "-x", "-t", "80", "-r", "1", "127.0.0.1:" + radius.port(), "auth", RadiusServer.SECRET));
        process.getOutputStream()
                .write((attributes + ",Message-Authenticator=0x00\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        return process;
    }

    private static Process eapol(RadiusServer radius, String user, String password) throws IOException {
        Path network = Files.createTempFile(folder, "network", ".conf");
        Files.writeString(network, """
                network={
                  key_mgmt=WPA-EAP
                  eap=TTLS
                  identity="%s"
                  anonymous_identity="anonymous"
                  password="%s"
                  phase2="auth=PAP"
                  ca_cert="%s"
                }
                """.formatted(user, password, radius.certificate()));
        return start(List.of(
                "eapol_test",
                "-c",
                network.toString(),
                "-a",
                "127.0.0.1",
                "-p",
                String.valueOf(radius.port()),
                "-s",
                RadiusServer.SECRET,
                "-t",
                "70"));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
    }

    private static void type(Process terminal, String line) throws IOException {
        terminal.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    /** What a program says until it says this. */
    private static String read(Process process, Pattern until) throws IOException {
        StringBuilder said = new StringBuilder();
        InputStream output = process.getInputStream();
        while (!until.matcher(said).find()) {
            int next = output.read();
            if (next < 0) {
                throw new AssertionError("ended: " + said);
            }
            said.append((char) next);
        }
        return said.toString();
    }

    /** All that a program says, which must end in good time. */
    private static String end(Process process) throws IOException, InterruptedException {
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new String(said, StandardCharsets.UTF_8);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
