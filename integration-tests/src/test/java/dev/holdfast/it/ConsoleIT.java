package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The administrators' page in a real Chromium, on the real server. */
@ExtendWith(SharedServer.class)
@DisplayName("G18 The console")
class ConsoleIT {
    private static final String ACME = "/admin/realms/" + TestRealms.ACME;
    private static final String DEVICES = ACME + "/holdfast/devices/";

    private static final Pattern JWS = Pattern.compile("eyJ[\\w-]+\\.eyJ[\\w-]+\\.");

    @TempDir
    static Path folder;

    private final World world;
    private final AdminClient admin;
    private final WireRealm acme;

    ConsoleIT(World world) {
        this.world = world;
        this.admin = world.admin();
        this.acme = world.acme();
    }

    @BeforeAll
    static void requireChromium() {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
    }

    @Test
    @DisplayName("a realm's administrator finds a device, renames and assigns it, quarantines, releases, revokes and"
            + " deletes it, and each step is done at the server and told")
    void steersDevices() {
        WireRegistration registration = world.registration(acme, TestRealms.GRACE);
        String did = registration.agent().did();
        String former = named(did, "Journey");
        String name = former + " II";
        admin.create(ACME + "/groups", Map.of("name", former));
        try (Administrator console = administrator("en-GB", "manage-realm", "view-events", "view-users")) {
            console.search(former.toUpperCase(java.util.Locale.ROOT));
            console.awaitList(former);
            console.follow(former);
            console.awaitHeading(former);
            assertThat(console.actions()).containsExactly("Edit", "Quarantine", "Revoke", "Delete");

            console.press("Edit");
            console.awaitDialog("Edit device");
            console.field("Name").fill(name);
            console.field("Owner").pressSequentially("grac");
            console.dialog().locator("[role='option']").getByText("grace").click();
            console.field("Users").fill("no-such-user");
            console.press("Save");
            console.dialog().getByText("no user of this name in the realm").waitFor();
            console.press("Remove no-such-user");
            console.field("Users").fill(TestRealms.ADA);
            console.field("Groups").pressSequentially(former.substring(0, 12));
            console.dialog().locator("[role='option']").getByText("/" + former).waitFor();
            console.field("Groups").press("ArrowDown");
            console.field("Groups").press("Enter");
            console.confirm("Save", name + " is saved.");
            console.awaitHeading(name);
            JsonNode edited = admin.get(DEVICES + did);
            assertThat(edited.path("name").asText()).isEqualTo(name);
            assertThat(edited.path("owner").path("username").asText()).isEqualTo(TestRealms.GRACE);
            assertThat(edited.path("users").path(0).path("username").asText()).isEqualTo(TestRealms.ADA);
            assertThat(edited.path("groups").path(0).path("path").asText()).isEqualTo("/" + former);

            console.press("Quarantine");
            console.awaitDialog("Quarantine " + name + "?");
            console.page().keyboard().press("Escape");
            assertThat(status(did)).isEqualTo("active");
            console.press("Quarantine");
            console.confirm("Quarantine", name + " is quarantined.");
            assertThat(status(did)).isEqualTo("quarantined");
            assertThat(console.standing()).isEqualTo("Quarantined");
            assertThat(console.actions()).containsExactly("Release", "Edit", "Revoke", "Delete");
            console.picture("device");

            console.press("Release");
            console.confirm("Release", name + " is released.");
            assertThat(status(did)).isEqualTo("active");

            console.press("End the registration of " + TestRealms.GRACE);
            console.awaitDialog("End the registration of " + TestRealms.GRACE + "?");
            console.confirm("End", "The registration of grace has ended.");
            assertThat(admin.get(DEVICES + did)
                            .path("registration_list")
                            .path(0)
                            .path("status")
                            .asText())
                    .isEqualTo("revoked");

            console.press("Revoke");
            console.confirm("Revoke", name + " is revoked.");
            assertThat(status(did)).isEqualTo("revoked");
            assertThat(console.actions()).containsExactly("Edit", "Delete");
            assertThat(console.page().locator(".history strong").allTextContents())
                    .containsExactly(
                            "Revoked",
                            "A registration was ended",
                            "Released",
                            "Quarantined",
                            "Name or assignment changed",
                            "Name or assignment changed");

            console.press("Delete");
            console.field("To confirm, type the device’s name: " + name).fill(former);
            console.press("Delete");
            console.dialog().getByText("That is not the device’s name.").waitFor();
            console.picture("delete");
            assertThat(status(did)).isEqualTo("revoked");
            console.field("To confirm, type the device’s name: " + name).fill(name);
            console.confirm("Delete", name + " is deleted.");
            console.awaitHeading("No device matches");
            assertThat(admin.send("GET", DEVICES + did, null).statusCode()).isEqualTo(404);

            console.page().goBack();
            console.awaitHeading("There is no such device");
            // What the server does not have, the browser notes: the unknown user, and the deleted device.
            assertThat(console.complaints()).hasSize(2).allMatch(text -> text.matches(".*status of (400|404).*"));
        }
    }

    @Test
    @DisplayName("a device that waits is approved, and an enrolment token is made, shown once, enrols a machine, and is"
            + " deleted")
    void approvesAndEnrols() {
        world.configure(TestRealms.ACME, "approveDevices", "true");
        String did;
        try {
            did = world.agent(acme).did();
        } finally {
            world.configure(TestRealms.ACME, "approveDevices", "false");
        }
        String name = named(did, "Waiting");
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            console.search(name);
            console.awaitList(name);
            console.follow(name);
            console.press("Approve");
            console.confirm("Approve", name + " is approved.");
            assertThat(status(did)).isEqualTo("active");
            console.page()
                    .getByText("To read the history takes the role view-events.")
                    .waitFor();

            console.section("Enrolment tokens");
            console.press("New token");
            console.field("Number of machines").fill("0");
            console.press("Make token");
            console.dialog().getByText("A whole number from 1 to 10,000.").waitFor();
            console.field("Number of machines").fill("1");
            console.field("Owner of the devices").fill(TestRealms.ADA);
            console.press("Make token");
            console.awaitDialog("Your enrolment token");
            String secret = console.field("Token").inputValue();
            console.press("Close");
            assertThat(console.page().content()).doesNotContain(secret);

            WireAgent agent = WireAgent.enrol(acme, secret);
            assertThat(admin.get(DEVICES + agent.did())
                            .path("owner")
                            .path("username")
                            .asText())
                    .isEqualTo(TestRealms.ADA);
            int before = admin.get(ACME + "/holdfast/enrolment-tokens").size();
            console.page()
                    .locator("[aria-label^='Delete the token made']")
                    .first()
                    .click();
            console.confirm("Delete", "The enrolment token is deleted.");
            assertThat(admin.get(ACME + "/holdfast/enrolment-tokens")).hasSize(before - 1);
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName("A49 who may only look is told so and offered no change; who has no role sees no device")
    void roles() {
        String did = world.agent(acme).did();
        String name = named(did, "Looked at");
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.page()
                    .getByText("You may look at this realm’s devices, but not change them.")
                    .waitFor();
            console.search(name);
            console.awaitList(name);
            console.follow(name);
            console.awaitHeading(name);
            assertThat(console.actions()).isEmpty();
            console.section("Enrolment tokens");
            console.awaitHeading("Enrolment tokens");
            assertThat(console.actions()).isEmpty();
            assertThat(console.complaints()).isEmpty();
        }
        try (Administrator nobody =
                new Administrator(browser("en-GB"), acme.issuer().toString())) {
            nobody.signIn(TestRealms.ADA);
            nobody.awaitHeading("You have no access to these devices");
            nobody.picture("forbidden");
            assertThat(nobody.page().content()).doesNotContain(name);
        }
    }

    @Test
    @DisplayName(
            "T2 the realm's counts stand above the list, and a device's page shows its checks, who said what, and when;"
                    + " silence, old facts and counts that cannot be had are told")
    void condition() {
        WireAgent agent = world.agent(acme);
        String name = named(agent.did(), "Condition");
        try (Administrator console = administrator("en-GB", "view-realm")) {
            Page page = console.page();
            page.locator(".overview").getByText("Check by check").click();
            assertThat(page.locator(".check-counts tbody td:first-child").allTextContents())
                    .containsExactly("Disk encryption", "Firewall", "Screen lock");
            console.picture("counts");
            console.search(name);
            console.awaitList(name);
            console.follow(name);
            console.awaitHeading(name);
            page.getByText("Nobody has reported the condition of this device yet.")
                    .waitFor();

            acme.send(agent.posture(
                            1,
                            Map.of(
                                    "os_name", Map.of("value", "debian", "by", "os-release"),
                                    "disk_encrypted", Map.of("value", true, "by", "luks"),
                                    "firewall", Map.of("unknown", "needs_root", "by", "nftables"),
                                    "screen_lock", Map.of("value", false, "by", "gnome"))))
                    .granted();
            admin.put(
                    ACME + "/holdfast/posture/sources/fleet/devices/" + agent.did(),
                    Map.of(
                            "collected_at",
                            Instant.now().getEpochSecond() - 2 * 86_400,
                            "facts",
                            Map.of("disk_encrypted", Map.of("value", true))));
            page.reload();
            console.awaitHeading(name);
            assertThat(page.locator(".posture-whole .label").textContent()).isEqualTo("Not compliant");
            assertThat(page.locator(".checks li").allTextContents())
                    .containsExactly(
                            "PassedDisk encryption", "UnknownFirewallonly root can see it", "FailedScreen lock");
            assertThat(page.locator(".source summary").allTextContents())
                    .anyMatch(text -> text.startsWith("The device’s agent"))
                    .anyMatch(text -> text.contains("too old to count · shown, decides nothing"));
            page.getByText("The device’s agent").click();
            page.getByText("Unknown: only root can see it").waitFor();
            console.picture("condition");
            console.field("Language").selectOption("de");
            page.getByText("Nicht in Ordnung").first().waitFor();
            console.picture("condition-german");
            console.field("Sprache").selectOption("en");

            page.route("**/holdfast/posture", route -> route.abort());
            console.section("Devices");
            page.getByText("The counts of conditions could not be loaded.").waitFor();
            console.search(name);
            console.awaitList(name);
        }
    }

    @Test
    @DisplayName("a device's page says which registrations have an unlock key and what releases it, and what"
            + " another authority calls the device")
    void unlockAndCertificate() {
        WireAgent agent = world.agent(acme);
        world.registrationWithPin(agent, TestRealms.GRACE, WireKey.es256());
        world.registration(agent, TestRealms.ADA);
        String name = named(agent.did(), "Unlock");
        try (Administrator console = administrator("en-GB", "view-realm")) {
            Page page = console.page();
            // The realm has no other authority; what its answer would be for an adopted device.
            page.route("**/holdfast/devices/" + agent.did(), route -> {
                ObjectNode device = (ObjectNode) Json.parse(route.fetch().body());
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(device.put("certified_name", "ada-laptop.example.com")
                                .toString()));
            });
            console.search(name);
            console.awaitList(name);
            console.follow(name);
            console.awaitHeading(name);
            assertThat(page.locator("td[data-label='Unlock key']").allTextContents())
                    .containsExactlyInAnyOrder("PIN", "None");
            assertThat(page.locator("dl.facts div:has(dt:text-is('Certified name')) dd")
                            .textContent())
                    .isEqualTo("ada-laptop.example.com");
            console.picture("unlock");
        }
    }

    @Test
    @DisplayName("the page speaks the browser's language, and the one that is chosen stays chosen")
    void languages() {
        try (Administrator console = administrator("de-AT", "view-realm")) {
            console.awaitHeading("Geräte");
            assertThat(console.page().locator("html").getAttribute("lang")).isEqualTo("de");
            console.page().getByLabel("Sprache").selectOption("en");
            console.awaitHeading("Devices");
            console.page().reload();
            console.awaitHeading("Devices");
            assertThat(console.page().locator("html").getAttribute("lang")).isEqualTo("en");
        }
    }

    @Test
    @DisplayName("back, forward and reload lead to the same list with the same search, filter and page")
    void addresses() {
        String word = "Page" + UUID.randomUUID().toString().substring(0, 8);
        List<String> names = new ArrayList<>();
        for (int i = 10; i < 32; i++) {
            String name = word + " " + i;
            admin.put(DEVICES + world.agent(acme).did(), Map.of("name", name));
            names.add(name);
        }
        String[] first = names.subList(0, 20).toArray(String[]::new);
        String[] second = names.subList(20, 22).toArray(String[]::new);
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.search(word);
            console.awaitList(first);
            console.press("Next page");
            console.awaitList(second);
            console.page().getByText("21–22 of 22").waitFor();
            console.page().locator(".list .row-link").first().focus();
            console.page().keyboard().press("ArrowDown");
            console.page().keyboard().press("Enter");
            console.awaitHeading(second[1]);
            console.page().goBack();
            console.awaitList(second);
            console.page().goBack();
            console.awaitList(first);
            console.page().goForward();
            console.awaitList(second);
            console.page().reload();
            console.awaitList(second);
            assertThat(console.page().getByLabel("Search devices").inputValue()).isEqualTo(word);
            console.page().getByLabel("Status").selectOption("revoked");
            console.awaitHeading("No device matches");
            console.picture("nothing-found");
            console.page().goBack();
            console.awaitList(second);
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName("a list is walked from either end, its ends offer no further step, and a page whose device is gone"
            + " leads back to the start")
    void walks() {
        String word = "Walk" + UUID.randomUUID().toString().substring(0, 8);
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 10; i < 32; i++) {
            String name = word + " " + i;
            String did = world.agent(acme).did();
            admin.put(DEVICES + did, Map.of("name", name));
            names.add(name);
            ids.add(did);
        }
        String[] first = names.subList(0, 20).toArray(String[]::new);
        String[] last = names.subList(2, 22).toArray(String[]::new);
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.search(word);
            console.awaitList(first);
            assertThat(enabledTurns(console)).containsExactly("Next page", "Last page");
            console.press("Last page");
            console.awaitList(last);
            console.page().getByText("3–22 of 22").waitFor();
            assertThat(enabledTurns(console)).containsExactly("First page", "Previous page");
            console.picture("last-page");
            console.press("Previous page");
            console.awaitList(names.get(0), names.get(1));
            console.page().getByText("1–2 of 22").waitFor();
            console.press("Next page");
            console.awaitList(last);
            console.press("First page");
            console.awaitList(first);
            console.press("Next page");
            console.awaitList(names.get(20), names.get(21));

            admin.delete(DEVICES + ids.get(19));
            console.page().reload();
            console.awaitHeading("This page is no more");
            console.press("Back to the devices");
            names.remove(19);
            console.awaitList(names.subList(0, 20).toArray(String[]::new));
        }
    }

    private static List<String> enabledTurns(Administrator console) {
        return console.page().locator(".page-turn:enabled").all().stream()
                .map(turn -> turn.getAttribute("aria-label"))
                .toList();
    }

    @Test
    @DisplayName("A45 names of devices with markup, quotes and directions of writing are shown as the text they are")
    void hostileNames() {
        for (String hostile : List.of(
                "<script>document.title='owned'</script>",
                "\"><img src=x onerror=\"document.title='owned'\">",
                "{name} ${name} $& </dialog>",
                "gnp.exe \u202Ecod")) {
            String did = world.agent(acme).did();
            admin.put(DEVICES + did, Map.of("name", hostile));
            try (Administrator console = administrator("en-GB", "manage-realm")) {
                console.search(did);
                console.awaitList(hostile);
                console.page().locator(".list .row-link").click();
                console.awaitHeading(hostile);
                console.press("Quarantine");
                console.awaitDialog("Quarantine " + hostile + "?");
                console.confirm("Quarantine", hostile + " is quarantined.");
                assertThat(console.page().title()).isNotEqualTo("owned");
                assertThat(console.page().locator("main script, main img").count())
                        .isZero();
                assertThat(console.complaints()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("A45, A54 a policy without inline code, nobody may frame the page, and no token is in an address or in"
            + " what the browser keeps")
    void containment() {
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.awaitHeading("Devices");
            Response page = console.page()
                    .waitForResponse(answer -> answer.url().endsWith("/holdfast-console/"), () -> console.open(""));
            String policy = page.headerValue("content-security-policy");
            assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headerValue("x-frame-options")).isEqualTo("DENY");
            assertThat(page.headerValue("referrer-policy")).isEqualTo("no-referrer");
            console.awaitHeading("Devices");
            Object kept = console.page()
                    .evaluate(
                            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])");
            assertThat(kept.toString()).doesNotContainPattern(JWS).doesNotContain("code=");
            assertThat(console.addresses())
                    .isNotEmpty()
                    .noneMatch(address -> JWS.matcher(address).find());
        }
    }

    @Test
    @DisplayName("when the session ends elsewhere the page says so, and signing in again leads back")
    void endedSession() {
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.awaitHeading("Devices");
            console.section("Enrolment tokens");
            console.awaitHeading("Enrolment tokens");
            String user = console.page().locator(".who").textContent().split(" ")[0];
            admin.post(ACME + "/users/" + world.userId(acme, user) + "/logout", null);
            console.section("Devices");
            console.awaitHeading("Your session has ended");
            console.press("Sign in again");
            console.page().locator("#username").fill(user);
            console.page().locator("#password").fill(user);
            console.page().locator("#kc-login").click();
            console.awaitHeading("Devices");

            console.press("Sign out");
            console.awaitHeading("You are signed out");
            console.open("");
            console.page().locator("#username").waitFor();
        }
    }

    @Test
    @DisplayName("the server's administrators reach every realm from the administration realm, once asked for")
    void administrationRealm() throws Exception {
        String master = world.server().issuer("master").toString();
        assertThat(status(URI.create(master + "/holdfast-console/"))).isEqualTo(404);
        admin.post("/admin/realms/master/holdfast/console", null);
        admin.post("/admin/realms/master/holdfast/console", null);
        try {
            JsonNode clients = admin.get("/admin/realms/master/clients?clientId=holdfast-console");
            assertThat(clients).hasSize(1);
            assertThat(clients.path(0).path("fullScopeAllowed").asBoolean()).isFalse();
            String name = named(world.agent(acme).did(), "Seen from master");
            String newcomer = "console-" + UUID.randomUUID();
            admin.create(
                    "/admin/realms/master/users",
                    Map.of(
                            "username",
                            newcomer,
                            "enabled",
                            true,
                            "firstName",
                            "Root",
                            "lastName",
                            "Root",
                            "email",
                            newcomer + "@example.com",
                            "emailVerified",
                            true,
                            "credentials",
                            List.of(Map.of("type", "password", "value", newcomer))));
            String id = admin.get("/admin/realms/master/users?exact=true&username=" + newcomer)
                    .path(0)
                    .path("id")
                    .asText();
            admin.post(
                    "/admin/realms/master/users/" + id + "/role-mappings/realm",
                    List.of(admin.get("/admin/realms/master/roles/admin")));
            try (Administrator console = new Administrator(browser("en-GB"), master)) {
                console.signIn("", newcomer, newcomer);
                console.awaitHeading("Choose a realm");
                console.picture("realms");
                console.follow(TestRealms.ACME);
                console.search(name);
                console.awaitList(name);
                console.follow(name);
                console.press("Quarantine");
                console.confirm("Quarantine", name + " is quarantined.");
                assertThat(console.page().locator(".history li").first().textContent())
                        .contains("by " + newcomer + " of the realm master");
                console.picture("history-of-another-realm");
                console.page().getByLabel("Realm").selectOption(TestRealms.PLAIN);
                console.awaitHeading("Device login is not set up in this realm");
                assertThat(console.complaints()).isEmpty();
            }
        } finally {
            admin.delete("/admin/realms/master/holdfast/console");
        }
        assertThat(status(URI.create(master + "/holdfast-console/"))).isEqualTo(404);
    }

    @Test
    @DisplayName("the page serves its own files and no other, and without the slash it leads to itself")
    void files() throws Exception {
        String page = acme.issuer() + "/holdfast-console";
        assertThat(status(URI.create(page))).isEqualTo(303);
        assertThat(status(URI.create(page + "/"))).isEqualTo(200);
        assertThat(status(URI.create(page + "/console.css"))).isEqualTo(200);
        for (String other : List.of(
                "/no-such.js",
                "/..%2fMETA-INF%2fMANIFEST.MF",
                "/%2e%2e/keycloak.js",
                "/index.html%00.js",
                "/INDEX.HTML")) {
            assertThat(status(URI.create(page + other))).as(other).isBetween(400, 404);
        }
        String tag = send(URI.create(page + "/console.js"), "none")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(send(URI.create(page + "/console.js"), tag).statusCode()).isEqualTo(304);
        assertThat(status(URI.create(world.server().issuer(TestRealms.PLAIN) + "/holdfast-console/")))
                .as("a realm without device login")
                .isEqualTo(404);
    }

    /** A new administrator of the realm with these roles, signed in to the console. */
    private Administrator administrator(String locale, String... roles) {
        String name = "console-" + UUID.randomUUID();
        world.addUser(acme, name);
        world.grant(acme, world.userId(acme, name), roles);
        Administrator console = new Administrator(browser(locale), acme.issuer().toString());
        console.signIn(name);
        return console;
    }

    private static Browser browser(String locale) {
        return Browser.builder(folder.resolve(UUID.randomUUID().toString()))
                .locale(locale)
                .start();
    }

    /** Gives a device a name that no other has. */
    private String named(String did, String word) {
        String name = word + " " + did.substring(0, 8);
        admin.put(DEVICES + did, Map.of("name", name));
        return name;
    }

    private String status(String did) {
        return admin.get(DEVICES + did).path("status").asText();
    }

    private static int status(URI address) throws Exception {
        return send(address, "none").statusCode();
    }

    private static HttpResponse<String> send(URI address, String knownTag) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("If-None-Match", knownTag)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
