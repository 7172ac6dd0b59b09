package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Firefox;
import dev.holdfast.harness.PrivateSystem;
import dev.holdfast.harness.PrivateSystem.Outcome;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.KnownSecrets;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent's Debian package from installation to purge, with the real dpkg, in a private copy of this system: people
 * of that copy enrol, register and sign in with the packaged agent, the real Chromium and the real extension.
 */
@Tag("deployment")
@ExtendWith(SharedServer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path EXTENSION = ROOT.resolve("browser-extension/src");
    private static final Path FIREFOX_EXTENSION =
            ROOT.resolve("browser-extension/target/holdfast-extension-firefox.zip");
    private static final String MANIFEST = "dev.holdfast.agent.json";
    private static final Map<String, String> MANIFESTS = Map.of(
            "Chromium", "/etc/chromium/native-messaging-hosts",
            "Chrome", "/etc/opt/chrome/native-messaging-hosts",
            "Edge", "/etc/opt/edge/native-messaging-hosts",
            "Brave", "/etc/brave/native-messaging-hosts",
            "Firefox", "/usr/lib/mozilla/native-messaging-hosts");
    private static final String PERSON = "alice";
    private static final String OTHER_PERSON = "bob";
    private static final String NEXT_PERSON = "carol";
    private static final String STATE = "/.local/state/holdfast";
    private static final String APT = "/usr/bin/apt-get";
    private static final String USER = "hypatia";
    private static final List<String> WATCH =
            List.of("/usr/bin/strace", "--follow-forks", "--seccomp-bpf", "-qq", "--trace=bind,listen");

    @TempDir
    static Path folder;

    private static PrivateSystem system;
    private static WireRealm realm;
    private static String device;

    @BeforeAll
    static void installed(World world) throws IOException {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        Requirement privateSystem = Requirement.privateSystem();
        assumeTrue(privateSystem.isUsable(), privateSystem.absence());
        realm = world.acme();
        world.addUser(realm, USER);
        system = PrivateSystem.start(Files.createDirectory(folder.resolve("system")));
        for (String person : List.of(PERSON, OTHER_PERSON, NEXT_PERSON)) {
            succeed("useradd", "--create-home", person);
        }
        system.write("root", "/srv/agent.deb", "644", Files.readAllBytes(agentPackage()));
        try (Stream<Path> files = Files.walk(EXTENSION)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                system.write("root", "/srv/extension/" + EXTENSION.relativize(file), "644", Files.readAllBytes(file));
            }
        }
        succeed("dpkg", "--install", "/srv/agent.deb");
        // Else each measurement of the device's condition waits for it, seconds long.
        succeed("mv", APT, APT + ".away");
    }

    @AfterAll
    static void close() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("G13 dpkg installs the package; every browser's manifest names the agent, which runs on its own Java")
    void installation() {
        assertThat(succeed("dpkg", "--verify", "holdfast-agent")).isEmpty();
        assertThat(system.runAs(PERSON, "holdfast-agent", "--version").output()).startsWith("holdfast-agent ");
        MANIFESTS.forEach((browser, place) -> {
            JsonNode manifest =
                    Json.parse(succeed("cat", place + "/" + MANIFEST).getBytes(StandardCharsets.UTF_8));
            assertThat(manifest.path("path").asText()).as(browser).isEqualTo("/usr/bin/holdfast-agent");
            assertThat(manifest.path(browser.equals("Firefox") ? "allowed_extensions" : "allowed_origins"))
                    .as(browser)
                    .hasSize(1);
        });
        succeed("test", "-s", "/var/cache/holdfast-agent/classes.jsa");
        assertThat(succeed("find", "/etc/systemd", "-name", "holdfast-*"))
                .contains(
                        "user/default.target.wants/holdfast-enrol.service",
                        "user/timers.target.wants/holdfast-renew.timer",
                        "user/timers.target.wants/holdfast-posture-send.timer",
                        "system/timers.target.wants/holdfast-posture.timer");
        assertThat(succeed("sh", "-c", "man --local-file /usr/share/man/man1/holdfast-agent-enrol.1.gz | cat"))
                .contains("--unattended", "75");
    }

    @Test
    @Order(2)
    @DisplayName("G2, G13 a token file that a fleet's tool laid down enrols the machine by the package's unit, is gone"
            + " afterwards, and once more is no error")
    void unattendedEnrolment(World world) {
        succeed(
                "sed",
                "-i",
                "s|^#issuer = .*|issuer = " + realm.issuer() + "|; s|^#key-store = .*|key-store = software|",
                "/etc/holdfast/agent.conf");
        String token = "/home/" + PERSON + "/.config/holdfast/enrolment-token";
        system.write("root", token, "600", world.enrolmentToken(realm, 1).getBytes(StandardCharsets.US_ASCII));
        succeed("chown", "--recursive", PERSON, "/home/" + PERSON + "/.config");

        Outcome enrolled = runUnit("holdfast-enrol.service");
        assertThat(enrolled.code()).as(enrolled.output()).isZero();
        assertThat(enrolled.output()).contains("Enrolled in " + realm.issuer());
        assertThat(system.run("test", "-e", token).code()).isNotZero();

        Outcome again = runUnit("holdfast-enrol.service");
        assertThat(again.code()).isZero();
        assertThat(again.output()).contains("Already enrolled in " + realm.issuer());
        assertThat(runUnit("holdfast-renew.service").output()).contains("Nothing to do");
        device = deviceId();
        assertThat(device).isNotEmpty();
    }

    @Test
    @Order(3)
    @DisplayName("A30 another user of the machine can read nothing of it and has no enrolment")
    void otherUser() {
        assertThat(system.runAs(OTHER_PERSON, "find", "/home/" + PERSON + STATE, "-type", "f")
                        .output())
                .doesNotContain("device.json");
        assertThat(system.runAs(OTHER_PERSON, "holdfast-agent", "--state", "/home/" + PERSON + STATE, "status")
                        .code())
                .isNotZero();
        assertThat(system.runAs(OTHER_PERSON, "holdfast-agent", "status").output())
                .contains("Not enrolled");
    }

    @Test
    @Order(4)
    @DisplayName("G4, G13 Chromium starts the packaged host by the package's manifest: set up by the sign-in page, then"
            + " signed in without a click")
    void signIn() {
        try (Person person = new Person(browser())) {
            person.register(realm, USER);
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
        }
        assertThat(succeed("cat", "/home/" + PERSON + STATE + "/agent.log")).contains("\"event\":\"signed-in\"");
        Outcome doctor = system.runAs(PERSON, "holdfast-agent", "doctor");
        assertThat(doctor.output()).contains(USER + " is registered and ready");
    }

    @Test
    @Order(5)
    @DisplayName("A28 a program of the same user that starts the packaged host by itself: it learns who is registered,"
            + " gets no key, no DURT and no DUST for a page that the realm did not make, one DUST for each page that it"
            + " did, and no more of them than the realm allows, in however many processes")
    void startedByMalware(World world) {
        HostProgram host = host("/usr/bin/holdfast-agent", "host");
        JsonNode known = host.ask(question("status"));
        assertThat(known.path("registrations").path(0).path("account").asText()).isEqualTo(USER);
        assertThat(known.path("device").asText()).isEqualTo(device);

        Jws real = Jws.parse(world.challenge(realm));
        String forged = Jws.sign(real.header(), real.claims(), WireKey.es256());
        assertThat(refusal(host, question("exchange").put("challenge", forged))).isEqualTo("invalid_challenge");
        String elsewhere = real.compact();
        assertThat(refusal(
                        host,
                        question("exchange").put("challenge", elsewhere).put("origin", "https://idp.evil.example")))
                .isEqualTo("untrusted_origin");
        assertThat(refusal(host, question("unlock").put("challenge", elsewhere).put("pin", "1234")))
                .isEqualTo("no_pin");

        Tab own = world.devicePage(realm);
        Tab victims = world.devicePage(realm);
        JsonNode granted =
                host.ask(question("exchange").put("challenge", own.page().challenge()));
        assertThat(known.toString() + granted).doesNotContain("hfd1.", "PRIVATE KEY");
        String dust = KnownSecrets.keep("DUST", granted.path("dust").asText());
        victims.dust(dust);
        assertThat(victims.isSignedIn()).as("in another tab").isFalse();

        world.configure(TestRealms.ACME, "exchangesPerMinute", "2");
        try {
            String last = "";
            int dusts = 0;
            while (last.isEmpty() && dusts <= 2) {
                JsonNode reply = host.ask(question("exchange").put("challenge", world.challenge(realm)));
                last = reply.path("error").asText();
                dusts += KnownSecrets.keep("DUST", reply.path("dust").asText()).isEmpty() ? 0 : 1;
            }
            assertThat(last).isEqualTo("too_many_requests");
        } finally {
            world.configure(TestRealms.ACME, "exchangesPerMinute", "600");
        }
        Tab again = world.devicePage(realm);
        again.dust(KnownSecrets.keep(
                "DUST",
                host.ask(question("exchange").put("challenge", again.page().challenge()))
                        .path("dust")
                        .asText()));
        assertThat(again.isSignedIn())
                .as("what is not stopped: malware of the user signs in as the user, while the device is unlocked")
                .isTrue();
    }

    @Test
    @Order(6)
    @DisplayName("A29 there is no socket to squat: neither host nor unit nor command listens, of no family; register"
            + " alone waits for the browser, on the loopback address, at a port that the kernel chose")
    void nothingListens(World world) {
        Requirement strace = Requirement.strace();
        assumeTrue(strace.isUsable(), strace.absence());
        List<String> watched = new ArrayList<>(WATCH);
        watched.addAll(List.of("--output=/tmp/host", "/usr/bin/holdfast-agent", "host"));
        JsonNode reply =
                host(watched.toArray(String[]::new)).ask(question("exchange").put("challenge", world.challenge(realm)));
        assertThat(KnownSecrets.keep("DUST", reply.path("dust").asText())).isNotEmpty();
        assertThat(listening("/tmp/host")).isEmpty();
        for (String unit : List.of("user/holdfast-enrol", "user/holdfast-renew", "user/holdfast-posture-send")) {
            assertThat(listening(PERSON, 0, commandOf("/usr/lib/systemd/" + unit + ".service")))
                    .as(unit)
                    .isEmpty();
        }
        assertThat(listening("root", 0, commandOf("/lib/systemd/system/holdfast-posture.service")))
                .isEmpty();
        assertThat(listening(PERSON, 0, "holdfast-agent", "status")).isEmpty();
        assertThat(listening(PERSON, 0, "holdfast-agent", "doctor")).isEmpty();

        List<String> register = listening(PERSON, 1, "holdfast-agent", "register", "--no-pin", "--timeout", "0");
        assertThat(register).hasSize(2);
        assertThat(register.get(0)).contains("bind(", "127.0.0.1", "port=htons(0)");
        assertThat(register.get(1)).contains("listen(");
    }

    @Test
    @Order(7)
    @DisplayName("A29 another user's folder, or a link that another user made, is no state folder, for root neither")
    void foreignState() {
        String bobs = "/srv/bob/state";
        succeed("install", "-d", "--mode=0755", "--owner=" + OTHER_PERSON, "/srv/bob");
        succeed("install", "-d", "--mode=0700", "--owner=" + OTHER_PERSON, bobs);
        assertThat(system.run("holdfast-agent", "--state", bobs, "status"))
                .satisfies(outcome -> assertThat(outcome.output()).contains("belongs to another user"))
                .satisfies(outcome -> assertThat(outcome.code()).isEqualTo(1));
        assertThat(succeed("find", bobs)).isEqualToIgnoringNewLines(bobs);

        // A private folder of hers, into which he would have her agent write.
        String hers = "/home/" + PERSON + "/private";
        succeed("install", "-d", "--mode=0700", "--owner=" + PERSON, hers);
        succeed("ln", "--symbolic", "/home/" + PERSON, "/srv/bob/home");
        succeed("chown", "--no-dereference", OTHER_PERSON, "/srv/bob/home");
        assertThat(system.runAs(PERSON, "holdfast-agent", "--state", "/srv/bob/home/private", "status")
                        .output())
                .contains("The link /srv/bob/home was made by another user");
        assertThat(succeed("find", hers)).isEqualToIgnoringNewLines(hers);
    }

    @Test
    @Order(8)
    @DisplayName(
            "A29 what root left for the agents counts while it is root's alone: another user's file, folder or link"
                    + " in its place, or one that others may write, tells nothing")
    void foreignFacts() {
        String file = "/run/holdfast/posture.json";
        succeed("holdfast-agent", "posture", "--for-users");
        assertThat(succeed("stat", "--format=%U %a %F", file, "/run/holdfast").lines())
                .containsExactly("root 644 regular file", "root 755 directory");
        byte[] told = ("{\"collected_at\":" + Instant.now().getEpochSecond()
                        + ",\"facts\":{\"firewall\":{\"value\":true,\"by\":\"told\"}}}")
                .getBytes(StandardCharsets.US_ASCII);
        system.write("root", file, "644", told);
        assertThat(toldOfFirewall()).isTrue();

        system.write("root", file, "666", told);
        assertThat(toldOfFirewall()).as("others may write it").isFalse();
        system.write("root", file, "644", told);
        succeed("chown", OTHER_PERSON, file);
        assertThat(toldOfFirewall()).as("another user's file").isFalse();
        succeed("mv", file, "/srv/bob/posture.json");
        succeed("chown", "root", "/srv/bob/posture.json");
        succeed("ln", "--symbolic", "/srv/bob/posture.json", file);
        assertThat(toldOfFirewall()).as("a link").isFalse();
        system.write("root", "/srv/posture.json", "644", told);
        succeed("mv", "--force", "/srv/posture.json", file);
        assertThat(toldOfFirewall()).isTrue();
        succeed("chown", OTHER_PERSON, "/run/holdfast");
        assertThat(toldOfFirewall()).as("another user's folder").isFalse();
        succeed("rm", "--recursive", "/run/holdfast");
    }

    private static boolean toldOfFirewall() {
        Outcome posture = system.runAs(PERSON, "holdfast-agent", "posture", "--json");
        assertThat(posture.code()).as(posture.output()).isZero();
        return Json.parse(posture.output())
                .path("facts")
                .path("firewall")
                .path("by")
                .asText()
                .equals("told");
    }

    private static ObjectNode question(String type) {
        return Json.object().put("id", "1").put("type", type).put("origin", realm.origin());
    }

    private static String refusal(HostProgram host, JsonNode request) {
        JsonNode reply = host.ask(request);
        assertThat(reply.has("dust")).isFalse();
        return reply.path("error").asText();
    }

    /** A program of the private system and its arguments, for the person to start. */
    private static HostProgram host(String... command) {
        String name = Path.of(command[0]).getFileName().toString();
        Path program = system.program(folder.resolve("as-" + PERSON + "-" + name), PERSON, command[0], List.of());
        List<String> line = new ArrayList<>(List.of(command));
        line.set(0, program.toString());
        return new HostProgram(line);
    }

    /** The calls by which a command or what it starts could be reached. */
    private static List<String> listening(String user, int code, String... command) {
        String file = "/tmp/calls-" + user;
        List<String> line = new ArrayList<>(WATCH);
        line.add("--output=" + file);
        line.addAll(List.of(command));
        Outcome outcome = system.runAs(user, line.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.output()).isEqualTo(code);
        return listening(file);
    }

    /** Sockets of the family netlink are for the kernel alone. */
    private static List<String> listening(String calls) {
        return succeed("cat", calls)
                .lines()
                .filter(call -> call.contains("bind(") || call.contains("listen("))
                .filter(call -> !call.contains("AF_NETLINK"))
                .toList();
    }

    @Test
    @Order(9)
    @DisplayName("G13 an upgrade keeps keys, registration and the administrator's settings: the next sign-in is silent")
    void upgrade() {
        succeed("dpkg-deb", "--raw-extract", "/srv/agent.deb", "/srv/next");
        succeed("sed", "-i", "s|^Version: .*|Version: 99.0|", "/srv/next/DEBIAN/control");
        succeed("dpkg-deb", "--build", "-Znone", "/srv/next", "/srv/next.deb");
        succeed("dpkg", "--install", "/srv/next.deb");
        assertThat(succeed("dpkg-query", "--show", "--showformat=${Version} ${Status}", "holdfast-agent"))
                .isEqualTo("99.0 install ok installed");
        assertThat(succeed("cat", "/etc/holdfast/agent.conf")).contains("issuer = " + realm.issuer());
        assertThat(deviceId()).isEqualTo(device);
        try (Person person = new Person(browser())) {
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
        }
    }

    @Test
    @Order(10)
    @DisplayName(
            "G13 the fleet guide's policy: Chromium installs the extension signed by the company's own key, lets it"
                    + " speak to the agent, and the person is signed in without a click")
    void managedBrowser() throws Exception {
        KeyPair key = companyKey();
        String id = extensionId(key);
        system.write("root", "/srv/extension.pem", "600", pem(key));
        succeed(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--user-data-dir=/srv/packing",
                "--pack-extension=/srv/extension",
                "--pack-extension-key=/srv/extension.pem");
        byte[] packed = Base64.getMimeDecoder().decode(succeed("base64", "/srv/extension.crx"));
        HttpServer company = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + company.getAddress().getPort();
        serve(company, "/holdfast.crx", "application/x-chrome-extension", packed);
        serve(
                company,
                "/updates.xml",
                "text/xml",
                example("updates.xml", id)
                        .replace("@CRX-URL@", address + "/holdfast.crx")
                        .replace("@VERSION@", version())
                        .getBytes(StandardCharsets.UTF_8));
        company.start();
        try {
            String policy = example("chromium-policy.json", id)
                    .replace("@UPDATE-URL@", address + "/updates.xml")
                    .replace("@REALM-ORIGIN@", realm.origin());
            system.write(
                    "root",
                    "/etc/chromium/policies/managed/holdfast.json",
                    "644",
                    policy.getBytes(StandardCharsets.UTF_8));
            succeed("sed", "-i", "s|^#extension-id = .*|extension-id = " + id + "|", "/etc/holdfast/agent.conf");
            succeed(
                    "sed",
                    "-i",
                    "s|chrome-extension://[a-p]*/|chrome-extension://" + id + "/|",
                    MANIFESTS.get("Chromium") + "/" + MANIFEST);
            try (Person person = new Person(browser("managed").start())) {
                awaitExtension(
                        () -> person.page().navigate(realm.issuer().toString()),
                        there -> person.page().evaluate(there).toString());
                person.closeOvernight();
                person.open(realm);
                person.awaitSignedIn();
            }
        } finally {
            company.stop(0);
        }
    }

    @Test
    @Order(11)
    @DisplayName(
            "G12, G13 the fleet guide's policy: Firefox installs the extension, which speaks to the packaged agent,"
                    + " and the person is signed in without a click")
    void managedFirefox() throws Exception {
        Requirement requirement = Requirement.firefox();
        assumeTrue(requirement.isUsable(), requirement.absence());
        HttpServer company = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(company, "/holdfast.xpi", "application/x-xpinstall", Files.readAllBytes(FIREFOX_EXTENSION));
        company.start();
        system.write(
                "root",
                "/etc/firefox/policies/policies.json",
                "644",
                example("firefox-policies.json", "")
                        .replace(
                                "@XPI-URL@",
                                "http://127.0.0.1:" + company.getAddress().getPort() + "/holdfast.xpi")
                        .getBytes(StandardCharsets.UTF_8));
        // Nobody at Mozilla signed the build; of the guide's two ways this is the one of ESR.
        system.write(
                PERSON,
                "/home/" + PERSON + "/firefox/user.js",
                "600",
                "user_pref(\"xpinstall.signatures.required\", false);".getBytes(StandardCharsets.US_ASCII));
        Path program = system.program(
                folder.resolve("firefox"), PERSON, requirement.require().toString(), List.of());
        try (ApplicationPage application = ApplicationPage.start();
                Firefox firefox = Firefox.start(program, "/home/" + PERSON + "/firefox", folder)) {
            // The realm's own complaint: Firefox's viewer for JSON is a page that extensions do not see.
            String page = realm.issuer() + "/protocol/openid-connect/auth";
            awaitExtension(() -> firefox.open(page), there -> firefox.evaluate("String(" + there + ")"));
            firefox.open(realm.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                    + Person.CLIENT_ID + "&redirect_uri=" + Person.APPLICATION);
            firefox.await("document.querySelector('#signed-in')");
        } finally {
            company.stop(0);
        }
    }

    @Test
    @Order(12)
    @DisplayName("G2, G13 the fleet guide's playbook: the real Ansible installs, sets up and enrols for the person who"
            + " uses the machine, and once more changes nothing")
    void playbook(World world) throws IOException {
        Requirement ansible = Requirement.ansible();
        assumeTrue(ansible.isUsable(), ansible.absence());
        succeed("dpkg", "--remove", "holdfast-agent");
        succeed("mv", APT + ".away", APT);
        system.write("root", "/srv/fleet/inventory", "644", """
                [workstations]
                localhost ansible_connection=local ansible_become_method=su ansible_python_interpreter=/usr/bin/python3
                """.getBytes(StandardCharsets.US_ASCII));
        system.write(
                "root",
                "/srv/fleet/ansible.yml",
                "644",
                example("ansible.yml", "").getBytes(StandardCharsets.UTF_8));
        ObjectNode variables = Json.object()
                .put("holdfast_package", "/srv/agent.deb")
                .put("holdfast_issuer", realm.issuer().toString())
                .put("holdfast_user", NEXT_PERSON)
                .put("holdfast_enrolment_token", world.enrolmentToken(realm, 1));
        system.write(
                "root", "/srv/fleet/vault.json", "600", variables.toString().getBytes(StandardCharsets.UTF_8));
        String[] play = {
            "ansible-playbook", "-i", "/srv/fleet/inventory", "/srv/fleet/ansible.yml", "-e", "@/srv/fleet/vault.json"
        };

        assertThat(succeed(play)).contains("failed=0").doesNotContain("changed=0", "hfe_");
        assertThat(system.runAs(NEXT_PERSON, "holdfast-agent", "status").output())
                .contains(realm.issuer().toString());
        assertThat(succeed("id", "--name", "--groups", NEXT_PERSON)).contains("tss");
        assertThat(succeed(play)).contains("failed=0", "changed=0");
    }

    @Test
    @Order(13)
    @DisplayName("G13 the fleet guide's cloud-init file says nothing that cloud-init does not know")
    void cloudInit() throws IOException {
        Requirement cloudInit = Requirement.cloudInit();
        assumeTrue(cloudInit.isUsable(), cloudInit.absence());
        String example = example("cloud-init.yaml", "");
        system.write("root", "/srv/fleet/user-data", "644", example.getBytes(StandardCharsets.UTF_8));
        assertThat(succeed("cloud-init", "schema", "--config-file", "/srv/fleet/user-data"))
                .contains("Valid");
        system.write(
                "root",
                "/srv/fleet/user-data",
                "644",
                example.replace("permissions:", "permission:").getBytes(StandardCharsets.UTF_8));
        assertThat(system.run("cloud-init", "schema", "--config-file", "/srv/fleet/user-data")
                        .code())
                .as("a word that it does not know")
                .isNotZero();
    }

    // The browser fetches the extension while it starts: a page that was there before does not have it. This one is
    // the realm's own and does nothing.
    private static void awaitExtension(Runnable open, UnaryOperator<String> evaluate) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        open.run();
        while (!evaluate.apply("document.documentElement.dataset.holdfast === '1'")
                .equals("true")) {
            assertThat(Instant.now()).as("the policy's extension is not there").isBefore(end);
            TimeUnit.MILLISECONDS.sleep(500);
            open.run();
        }
    }

    private static String example(String file, String id) throws IOException {
        return Files.readString(ROOT.resolve("docs/fleet").resolve(file)).replace("@EXTENSION-ID@", id);
    }

    private static String version() throws IOException {
        return Json.parse(Files.readAllBytes(EXTENSION.resolve("manifest.json")))
                .path("version")
                .asText();
    }

    private static void serve(HttpServer server, String path, String type, byte[] content) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
    }

    private static KeyPair companyKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static byte[] pem(KeyPair key) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.getPrivate().getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String extensionId(KeyPair key) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(key.getPublic().getEncoded());
        StringBuilder id = new StringBuilder();
        for (char digit : HexFormat.of().formatHex(hash, 0, 16).toCharArray()) {
            id.append((char) ('a' + Character.digit(digit, 16)));
        }
        return id.toString();
    }

    @Test
    @Order(14)
    @DisplayName("G13 removing keeps the keys for the next installation; purging takes every user's keys and leaves"
            + " nothing behind")
    void removalAndPurge() {
        succeed("dpkg", "--remove", "holdfast-agent");
        assertThat(system.run("test", "-e", "/usr/bin/holdfast-agent").code()).isNotZero();
        assertThat(system.run("test", "-e", "/var/cache/holdfast-agent").code()).isNotZero();
        assertThat(succeed("find", "/home/" + PERSON + STATE, "-name", "*.pem")).contains("agent.pem");
        assertThat(succeed("cat", "/etc/holdfast/agent.conf")).contains("issuer = " + realm.issuer());

        // Somebody who hopes that root removes what a link points to.
        system.write("root", "/home/" + OTHER_PERSON + "/.local/keep", "644", new byte[0]);
        system.write("root", "/srv/precious/file", "600", new byte[] {1});
        succeed("mkdir", "-p", "/home/" + OTHER_PERSON + "/.local/state");
        succeed("ln", "-s", "/srv/precious/", "/home/" + OTHER_PERSON + STATE);
        succeed("chown", "-hR", OTHER_PERSON, "/home/" + OTHER_PERSON + "/.local");

        assertThat(succeed("dpkg", "--purge", "holdfast-agent")).contains("Removing the device keys of " + PERSON);
        assertThat(system.run("test", "-e", "/home/" + PERSON + STATE).code()).isNotZero();
        succeed("test", "-f", "/srv/precious/file");
        for (String place : List.of("/etc/holdfast", "/usr/lib/holdfast-agent", "/var/cache/holdfast-agent")) {
            assertThat(system.run("test", "-e", place).code()).as(place).isNotZero();
        }
        MANIFESTS.forEach((browser, place) -> assertThat(
                        system.run("test", "-e", place + "/" + MANIFEST).code())
                .as(browser)
                .isNotZero());
        assertThat(succeed("find", "/etc/systemd", "-name", "holdfast-*")).isEmpty();
        assertThat(system.run("dpkg-query", "--status", "holdfast-agent").code())
                .isNotZero();
    }

    private static Path agentPackage() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("agent-package/target"))) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Runs what a unit of the user's systemd would run. */
    private static Outcome runUnit(String unit) {
        return system.runAs(PERSON, commandOf("/usr/lib/systemd/user/" + unit));
    }

    private static String[] commandOf(String unit) {
        return succeed("cat", unit)
                .lines()
                .filter(each -> each.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=".length())
                .replace("%h", "/home/" + PERSON)
                .split(" ");
    }

    private static String deviceId() {
        return Json.parse(system.runAs(PERSON, "holdfast-agent", "status", "--json")
                        .output()
                        .getBytes(StandardCharsets.UTF_8))
                .path("issuers")
                .path(0)
                .path("device")
                .asText();
    }

    private static Browser.Builder browser(String profile, String... more) {
        List<String> last = new ArrayList<>(List.of("--user-data-dir=/home/" + PERSON + "/" + profile));
        last.addAll(List.of(more));
        Path program = system.program(folder.resolve("chromium"), PERSON, "/usr/bin/chromium", last);
        return Browser.builder(folder.resolve("unused"))
                .program(program)
                .without("--disable-background-networking")
                .locale("en-GB");
    }

    private static Browser browser() {
        return browser("profile", "--load-extension=/srv/extension").start();
    }

    private static String succeed(String... command) {
        Outcome outcome = system.run(command);
        assertThat(outcome.code())
                .as("%s: %s", String.join(" ", command), outcome.output())
                .isZero();
        return outcome.output();
    }
}
