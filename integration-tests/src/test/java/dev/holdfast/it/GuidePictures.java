package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the console for the guides, with the same people and devices each time. Runs when it is asked
 * for by name (CONTRIBUTING.md); whoever runs it looks at the pictures before they are committed.
 */
@ExtendWith(SharedServer.class)
class GuidePictures {
    private static final String REALM = "example";
    private static final String ADMINISTRATOR = "margaret";

    /** Name, owner, model, and the conditions of disk, firewall and screen lock. */
    private static final List<List<String>> DEVICES = List.of(
            List.of("berlin-laptop-014", "ada", "Framework 13", "true", "true", "true"),
            List.of("berlin-laptop-015", "grace", "ThinkPad X1", "true", "true", "true"),
            List.of("berlin-laptop-021", "edsger", "ThinkPad T14", "true", "unknown", "true"),
            List.of("berlin-desk-003", "barbara", "OptiPlex 7010", "false", "true", "true"),
            List.of("vienna-laptop-002", "kurt", "Framework 13", "true", "true", "false"),
            List.of("vienna-laptop-007", "lise", "ThinkPad X1", "true", "true", "true"),
            List.of("vienna-kiosk-001", "", "NUC 12", "", "", ""));

    @TempDir
    static Path folder;

    private final World world;
    private final AdminClient admin;
    private final WireRealm realm;

    GuidePictures(World world) {
        this.world = world;
        this.admin = world.admin();
        this.realm = world.addRealm(REALM, Map.of());
    }

    @Test
    @DisplayName("The pictures of the console")
    void console() {
        for (String user : List.of("edsger", "barbara", "kurt", "lise", ADMINISTRATOR)) {
            world.addUser(realm, user);
        }
        world.change(realm, ADMINISTRATOR, Map.of("firstName", "Margaret", "lastName", "Hamilton"));
        world.grant(realm, world.userId(realm, ADMINISTRATOR), "manage-realm", "view-events", "view-users");
        List<WireAgent> agents = new ArrayList<>();
        DEVICES.forEach(device -> agents.add(enrolled(device)));
        WireAgent first = agents.get(0);
        world.registrationWithPin(first, TestRealms.ADA, WireKey.es256());
        admin.put(
                world.adminPath(realm) + "/holdfast/devices/" + first.did(),
                Map.of("users", List.of(TestRealms.GRACE)));
        world.registration(first, TestRealms.GRACE);

        writePolicies();

        try (Administrator console = new Administrator(
                Browser.builder(folder.resolve("profile"))
                        .locale("en-GB")
                        .argument("--hide-scrollbars")
                        .start(),
                realm.issuer().toString())) {
            console.signIn(ADMINISTRATOR);
            Page page = console.page();
            page.locator(".overview").getByText("Check by check").click();
            console.awaitHeading("Devices");
            page.locator(".list .row-link").first().waitFor();
            GuidePicture.take(page, "console-posture");

            console.follow("berlin-laptop-014");
            console.awaitHeading("berlin-laptop-014");
            GuidePicture.take(page, "console-device");
            page.getByText("The device’s agent").click();
            GuidePicture.take(page.locator(".card:has(h2:text-is('Condition'))"), "console-condition");

            console.section("Settings");
            console.awaitHeading("Device login");
            page.locator("textarea").first().waitFor();
            GuidePicture.take(page, "console-settings");

            takeAccess(console);
            assertThat(console.complaints()).isEmpty();
        }
    }

    private static void takeAccess(Administrator console) {
        Page page = console.page();
        console.section("Access");
        console.awaitHeading("Policies");
        page.locator(".policy-list .row-link").first().waitFor();
        GuidePicture.take(page, "console-policies");

        console.follow("Second factor outside the office");
        console.awaitHeading("Second factor outside the office");
        GuidePicture.take(page, "console-policy-editor");

        page.locator("a.form-tab").getByText("What if").click();
        console.field("Person").fill(TestRealms.ADA);
        console.field("IP address").fill("203.0.113.9");
        console.press("Look");
        console.awaitHeading("Let in after a factor");
        GuidePicture.take(page, "console-what-if");
    }

    private void writePolicies() {
        AccessApi.of(admin, realm)
                .switchOn(admin.get(world.adminPath(realm)).path("id").asText());
        String api = realm.issuer().getPath() + "/conditional-access/api/v2";
        admin.post(
                api + "/iplists",
                Map.of("name", "Offices", "description", "Berlin and Vienna", "ips", List.of("192.0.2.0/24")));
        List<String> policies = List.of("""
                {"name": "Nobody from embargoed countries", "mode": "enforce", "priority": 10, "type": "application",
                 "conditions": {"locationIn": {"countries": ["KP", "SY"]}}, "onMissing": "skip",
                 "effect": {"action": "deny", "custom_error_message": {"message": "Not from this country."}}}""", """
                {"name": "Second factor outside the office", "mode": "enforce", "priority": 20, "type": "application",
                 "conditions": {"not": {"ipAddressIn": ["Offices"]}},
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true},
                   "mfaFactors": [{"type": "WEBAUTHN"}, {"type": "PUSH"}]}},
                 "targets": {"users": {"inclusions": ["ALL"]}, "userGroups": {"exclusions": ["/contractors"]}}}""", """
                {"name": "Finance on managed devices", "mode": "report", "priority": 30, "type": "application",
                 "conditions": {"any": [{"not": {"deviceManaged": true}}, {"not": {"deviceCompliant": true}}]},
                 "effect": {"action": "deny"},
                 "targets": {"userGroups": {"inclusions": ["/finance"]},
                   "resources": [{"type": "application", "id": "ledger"}]}}""", """
                {"name": "Short sessions for administrators", "mode": "enforce", "priority": 40, "type": "admin_portal",
                 "effect": {"action": "allow", "obligations": {"session": {"maxAge": 900, "lifetime": 28800}}}}""", """
                {"name": "Contractors in office hours", "disabled": true, "priority": 50, "type": "application",
                 "conditions": {"not": {"timeOfDay": {"zone": "Europe/Berlin", "from": "08:00", "to": "18:00",
                   "days": ["monday", "tuesday", "wednesday", "thursday", "friday"]}}},
                 "effect": {"action": "deny"}, "targets": {"userGroups": {"inclusions": ["/contractors"]}}}""");
        policies.forEach(policy -> admin.post(api + "/authn/policies", policy));
    }

    private WireAgent enrolled(List<String> device) {
        WireKey key = WireKey.es256();
        Draft request = WireAgent.finish(realm, WireAgent.begin(realm, world.enrolmentToken(realm, 1)), key);
        request.claims()
                .set(
                        "facts",
                        Json.of(Map.of(
                                "hostname", device.get(0),
                                "os", "Debian GNU/Linux",
                                "os_version", "13",
                                "model", device.get(2),
                                "agent_version", "0.1.0")));
        WireAgent agent = WireAgent.enrolled(realm, key, realm.send(request));
        Map<String, Object> changes = device.get(1).isEmpty()
                ? Map.of("name", device.get(0))
                : Map.of("name", device.get(0), "owner", device.get(1));
        admin.put(world.adminPath(realm) + "/holdfast/devices/" + agent.did(), changes);
        if (!device.get(3).isEmpty()) {
            JsonNode told = realm.send(agent.posture(
                            1,
                            Map.of(
                                    "os_name", Map.of("value", "debian", "by", "os-release"),
                                    "os_version", Map.of("value", "13", "by", "os-release"),
                                    "disk_encrypted", fact(device.get(3), "luks2"),
                                    "firewall", fact(device.get(4), "nftables"),
                                    "screen_lock", fact(device.get(5), "gnome"),
                                    "screen_lock_seconds", Map.of("value", 300, "by", "gnome"))))
                    .granted();
            assertThat(told.path("valid_until").asLong())
                    .isGreaterThan(Instant.now().getEpochSecond());
        }
        return agent;
    }

    private static Map<String, Object> fact(String value, String by) {
        return value.equals("unknown")
                ? Map.of("unknown", "needs_root", "by", by)
                : Map.of("value", Boolean.valueOf(value), "by", by);
    }
}
