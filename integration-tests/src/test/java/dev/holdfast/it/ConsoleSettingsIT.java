package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
@DisplayName("G18 The settings in the console")
class ConsoleSettingsIT {
    private static final String REALM = "/admin/realms/settings";
    private static final String SETTINGS = REALM + "/holdfast/settings";
    private static final String PUSH_SETTINGS = REALM + "/holdfast/push/settings";
    private static final String PUSH_COMPONENT = "dev.holdfast.push.keycloak.realm.PushMfaProvider";

    @TempDir
    static Path folder;

    private static WireRealm realm;

    private final World world;
    private final AdminClient admin;

    ConsoleSettingsIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("settings", Map.of());
    }

    @Test
    @DisplayName(
            "an administrator changes settings, sees at the field what is refused, by the page and by the server, and"
                    + " each change is an admin event")
    void changesSettings() {
        requireChromium();
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            console.section("Settings");
            console.awaitHeading("Device login");
            console.page().locator("textarea").first().waitFor();
            console.picture("settings");

            Locator nonce = console.field("Nonce lifetime");
            nonce.fill("29");
            console.press("Save");
            console.page().getByText("A whole number from 30 to 600.").waitFor();
            assertThat(nonce.getAttribute("aria-invalid")).isEqualTo("true");
            console.picture("settings-refused");
            nonce.fill("90");
            console.field("Allowed TPM keys").fill("not-hexadecimal");
            console.press("Save");
            Locator keys = console.field("Allowed TPM keys");
            PlaywrightAssertions.assertThat(keys)
                    .hasAttribute(
                            "aria-invalid", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
            assertThat(console.page()
                            .locator("#" + keys.getAttribute("id") + "-error")
                            .textContent())
                    .isNotBlank();
            assertThat(value("nonceLifetime")).as("all or nothing").isEmpty();

            console.field("Allowed TPM keys").fill("");
            console.field("Roll-out groups").fill("/staff\n/it");
            console.field("Registration policy").selectOption("owner");
            console.field("Approve devices").check();
            console.press("Save");
            console.awaitDone("The settings are saved.");
            assertThat(value("nonceLifetime")).containsExactly("90");
            assertThat(value("rollOutGroups")).containsExactlyInAnyOrder("/staff", "/it");
            assertThat(value("registrationPolicy")).containsExactly("owner");
            assertThat(value("approveDevices")).containsExactly("true");
            JsonNode event = admin.get(REALM + "/admin-events?resourcePath=holdfast/settings")
                    .path(0);
            assertThat(event.path("resourceType").asText()).isEqualTo("HOLDFAST_SETTINGS");
            assertThat(event.path("operationType").asText()).isEqualTo("UPDATE");
            assertThat(event.path("representation").asText())
                    .contains("nonceLifetime")
                    .doesNotContain("nonceSecret", "dustLifetime");

            console.awaitQuiet();
            console.field("Nonce lifetime").fill("");
            console.field("Roll-out groups").fill("");
            console.press("Save");
            console.awaitDone("The settings are saved.");
            assertThat(value("nonceLifetime")).isEmpty();
            assertThat(value("rollOutGroups")).isEmpty();
            assertThat(console.complaints()).allMatch(text -> text.contains("status of 400"));
        }
    }

    @Test
    @DisplayName("what holds for phones is changed in the same way, stands there after a reload, and no key is shown")
    void changesPushSettings() {
        requireChromium();
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            console.section("Settings");
            console.follow("Phones");
            console.awaitHeading("Approving on a phone");
            console.page().locator("textarea").first().waitFor();
            console.picture("push-settings");

            Locator lifetime = console.field("Request lifetime");
            lifetime.fill("301");
            console.press("Save");
            console.page().getByText("A whole number from 30 to 300.").waitFor();
            assertThat(lifetime.getAttribute("aria-invalid")).isEqualTo("true");
            lifetime.fill("90");
            Locator contact = console.field("Contact for push services");
            contact.fill("ada");
            console.press("Save");
            console.page()
                    .getByText("The contact for push services must be a mailto: or https: address")
                    .waitFor();
            assertThat(contact.getAttribute("aria-invalid")).isEqualTo("true");
            console.picture("push-settings-refused");
            assertThat(value(PUSH_SETTINGS, "pushRequestLifetime"))
                    .as("all or nothing")
                    .isEmpty();

            contact.fill("mailto:it@example.com");
            console.field("User verification").selectOption("required");
            console.press("Save");
            console.awaitDone("The settings are saved.");
            JsonNode event = admin.get(REALM + "/admin-events?resourcePath=holdfast/push/settings")
                    .path(0);
            assertThat(event.path("resourceType").asText()).isEqualTo("HOLDFAST_SETTINGS");
            assertThat(event.path("representation").asText()).contains("pushContact", "userVerification");

            console.page().reload();
            console.awaitHeading("Approving on a phone");
            PlaywrightAssertions.assertThat(console.field("Contact for push services"))
                    .hasValue("mailto:it@example.com");
            PlaywrightAssertions.assertThat(console.field("User verification")).hasValue("required");
            PlaywrightAssertions.assertThat(lifetime).hasValue("90");
            assertThat(console.page().content()).doesNotContain("vapidKeys", "SigningKey", "Secret");
            assertThat(console.complaints()).allMatch(text -> text.contains("status of 400"));
        }
        assertThat(value(PUSH_SETTINGS, "userVerification")).containsExactly("required");
        assertThat(admin.get(PUSH_SETTINGS).findValuesAsText("key"))
                .contains("push", "pushPerUser")
                .doesNotContain("vapidKeys", "pushSigningKey", "pushNonceSecret", "pushBrowserSecret");
    }

    @Test
    @DisplayName(
            "push is switched off after a question, in German, and where a realm has none the page says how to get it")
    void pushOffAndAbsent() {
        requireChromium();
        try (Administrator console = administrator("de-DE", "manage-realm")) {
            console.section("Einstellungen");
            console.follow("Telefone");
            console.field("Bestätigung auf dem Telefon").uncheck();
            console.press("Speichern");
            console.awaitDialog("Bestätigung auf dem Telefon ausschalten?");
            console.picture("push-off-german");
            console.confirm("Ausschalten", "Die Einstellungen sind gespeichert.");
            assertThat(value(PUSH_SETTINGS, "push")).containsExactly("false");
            console.page()
                    .getByText("In diesem Realm wird kein Telefon gefragt: die Bestätigung auf dem Telefon ist"
                            + " ausgeschaltet.")
                    .waitFor();
            console.picture("push-settings-off-german");

            String component = admin.get(REALM + "/components?type=" + PUSH_COMPONENT)
                    .path(0)
                    .path("id")
                    .asText();
            admin.delete(REALM + "/components/" + component);
            console.page().reload();
            console.awaitHeading("Telefone sind in diesem Realm noch nicht eingerichtet");
            assertThat(console.page().locator("pre").textContent()).contains(REALM + "/holdfast/setup");
            console.picture("push-not-set-up-german");
        } finally {
            admin.post(REALM + "/holdfast/setup", Map.of());
        }
        assertThat(value(PUSH_SETTINGS, "push")).isEmpty();
    }

    @Test
    @DisplayName("the switch asks before it ends the sessions of devices, in German, and goes on again")
    void switchesOff() {
        requireChromium();
        try (Administrator console = administrator("de-DE", "manage-realm")) {
            console.section("Einstellungen");
            Locator off = console.field("Anmeldung mit dem Gerät");
            off.uncheck();
            console.press("Speichern");
            console.awaitDialog("Anmeldung mit dem Gerät ausschalten?");
            console.picture("settings-off-german");
            assertThat(value("deviceLogin")).isEmpty();
            console.confirm("Ausschalten", "Die Einstellungen sind gespeichert.");
            assertThat(value("deviceLogin")).containsExactly("false");

            console.awaitQuiet();
            console.field("Anmeldung mit dem Gerät").check();
            console.press("Speichern");
            console.awaitDone("Die Einstellungen sind gespeichert.");
            assertThat(value("deviceLogin")).containsExactly("true");
            console.picture("settings-german");
        }
    }

    @Test
    @DisplayName(
            "A49 who may only look sees the settings and no button; the server refuses the change, and knows no keys"
                    + " here")
    void roles() {
        requireChromium();
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.section("Settings");
            console.page().locator("textarea").first().waitFor();
            assertThat(console.field("Nonce lifetime").isDisabled()).isTrue();
            assertThat(console.page().locator("button[type='submit']").count()).isZero();
            console.follow("Phones");
            console.page().locator("textarea").first().waitFor();
            assertThat(console.field("Request lifetime").isDisabled()).isTrue();
            assertThat(console.page().locator("button[type='submit']").count()).isZero();
        }
        String name = newAdministrator("view-realm");
        AdminClient viewer = new AdminClient(world.server().baseUri(), "settings", name, name);
        AdminClient nobody = new AdminClient(world.server().baseUri(), "settings", TestRealms.ADA, TestRealms.ADA);
        Map.of(SETTINGS, "nonceLifetime", PUSH_SETTINGS, "pushNonceLifetime").forEach((settings, key) -> {
            assertThat(viewer.send("GET", settings, null).statusCode()).isEqualTo(200);
            assertThat(viewer.send("PUT", settings, Map.of(key, List.of("60"))).statusCode())
                    .isEqualTo(403);
            assertThat(nobody.send("GET", settings, null).statusCode()).isEqualTo(403);
        });
        List<String> keys = admin.get(SETTINGS).findValuesAsText("key");
        assertThat(keys).contains("nonceLifetime", "deviceLogin").doesNotContain("nonceSecret", "signingKey");
        assertThat(admin.send("PUT", SETTINGS, Map.of("nonceSecret", List.of("x")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(world.component("settings").path("config").path("nonceSecret"))
                .isEqualTo(world.component("settings").path("config").path("derivationKeys"));
    }

    @Test
    @DisplayName("every refusal of the server stands under its setting, and none is half done")
    void refusals() {
        HttpResponse<String> answer = admin.send(
                "PUT",
                SETTINGS,
                Map.of("nonceLifetime", List.of("29"), "deviceLogin", List.of("maybe"), "signInAge", List.of("60")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"nonceLifetime\":\"Nonce lifetime must be a whole number from 30 to 600\"")
                .contains("\"deviceLogin\":")
                .doesNotContain("signInAge");
        assertThat(value("signInAge")).isEmpty();
        for (Object body : List.of("[]", "{\"nonceLifetime\":60}", "{\"nonceLifetime\":[{}]}")) {
            assertThat(admin.send("PUT", SETTINGS, body).statusCode())
                    .as("%s", body)
                    .isEqualTo(400);
        }
    }

    private List<String> value(String key) {
        return value(SETTINGS, key);
    }

    private List<String> value(String settings, String key) {
        for (JsonNode setting : admin.get(settings)) {
            if (setting.path("key").asText().equals(key)) {
                List<String> values = new ArrayList<>();
                setting.path("values").forEach(value -> values.add(value.asText()));
                return values;
            }
        }
        throw new AssertionError("no setting " + key);
    }

    private static void requireChromium() {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
    }

    private Administrator administrator(String locale, String role) {
        String name = newAdministrator(role);
        Administrator console = new Administrator(
                Browser.builder(folder.resolve(name)).locale(locale).start(),
                realm.issuer().toString());
        console.signIn(name);
        return console;
    }

    private String newAdministrator(String role) {
        String name = "console-" + UUID.randomUUID();
        world.addUser(realm, name);
        world.grant(realm, world.userId(realm, name), role);
        return name;
    }
}
