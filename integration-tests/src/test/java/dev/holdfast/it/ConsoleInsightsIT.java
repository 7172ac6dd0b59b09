package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The record's pages of the console in a real Chromium, on the real server. */
@ExtendWith(SharedServer.class)
@DisplayName("I1 The record in the console")
class ConsoleInsightsIT {
    private static final String NAME = "recorded";
    private static final String REALM = "/admin/realms/" + NAME;
    private static final String[] READER = {"view-realm", "view-events", "view-users", "query-groups"};

    @TempDir
    static Path folder;

    private static WireRealm realm;

    private final World world;
    private final AdminClient admin;

    ConsoleInsightsIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealm(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealm(NAME, Map.of());
        world.idToken(realm, TestRealms.ADA, "console");
        Visitor.withoutExtension(realm)
                .from(TestPlaces.VIENNA)
                .open(App.SHOP)
                .password(TestRealms.GRACE, "a-wrong-password");
        for (int i = 0; i < 55; i++) {
            world.admin().create(REALM + "/groups", Map.of("name", "many-" + i));
        }
    }

    @Test
    @DisplayName("who may view events finds a failed sign-in by its filters, by an address that can be handed on, and"
            + " reads what was changed in an event")
    void findsAndReads() {
        String person = "changed-" + UUID.randomUUID();
        world.addUser(realm, person);
        world.change(realm, person, Map.of("firstName", "Before"));
        world.change(realm, person, Map.of("firstName", "Afterwards"));
        try (Administrator console = administrator("en-GB", READER)) {
            console.section("Activity");
            Page page = console.page();
            page.locator(".events .row-link").first().waitFor();
            assertThat(page.locator(".plot svg[role=img]").getAttribute("aria-label"))
                    .matches("Events over time: Succeeded [1-9].*, Failed [1-9].*");
            console.picture("activity");

            console.field("Result").selectOption("failure");
            console.field("Kind of event").selectOption("user_login_attempt");
            console.awaitList("Sign-in");
            assertThat(page.locator(".events tbody tr").textContent())
                    .contains(
                            TestRealms.GRACE,
                            "invalid_user_credentials",
                            TestPlaces.VIENNA,
                            "Vienna, Austria",
                            "Failed");
            String address = page.url();
            assertThat(address).contains("result=failure", "type=user_login_attempt");
            page.getByText("The numbers as a table").click();
            assertThat(page.locator(".plot .numbers tbody .amount").last().textContent())
                    .isEqualTo("1");
            console.picture("activity-filtered");

            page.reload();
            console.awaitList("Sign-in");
            assertThat(console.field("Result").inputValue()).isEqualTo("failure");
            console.press("Take off the filter Result: Failed");
            console.field("Search the record").fill(TestRealms.ADA);
            console.awaitList("Sign-in");
            console.press("Clear search and filters");
            page.getByText("More filters").click();
            console.field("Country").selectOption("Austria");
            console.awaitList("Sign-in");
            console.field("Country").selectOption("None: private network or unknown");
            console.field("Search the record").fill("nobody-of-this-name");
            console.awaitHeading("No event matches");

            String changes = "#/activity?type=user_update&application=" + world.userId(realm, person);
            page.navigate(page.url().replaceFirst("#.*", changes));
            console.awaitList("Person changed", "Person changed");
            page.locator(".events .row-link").first().click();
            console.awaitHeading("Person changed");
            Locator change = page.locator(".change", new Page.LocatorOptions().setHasText("firstName"));
            assertThat(change.locator("del").textContent()).contains("Before");
            assertThat(change.locator("ins").textContent()).contains("Afterwards");
            page.getByText("As JSON").click();
            assertThat(Json.parse(page.locator(".whole pre").textContent())
                            .path("event_type")
                            .asText())
                    .isEqualTo("user_update");
            console.picture("event");
            page.goBack();
            console.awaitList("Person changed", "Person changed");
            assertThat(page.url()).endsWith(changes);
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName("events are loaded page by page without a gap, and all of them go into a file of JSON lines, in which"
            + " there is no token and no password")
    void loadsAndExports() throws IOException {
        try (Administrator console = administrator("de-DE", READER)) {
            console.section("Aktivität");
            Page page = console.page();
            console.field("Art des Ereignisses").selectOption("group_create");
            Locator rows = page.locator(".events tbody tr");
            PlaywrightAssertions.assertThat(page.locator(".heading .summary"))
                    .hasText("55 Ereignisse", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
            PlaywrightAssertions.assertThat(rows).hasCount(50);
            console.press("Mehr laden");
            PlaywrightAssertions.assertThat(rows).hasCount(55);
            assertThat(page.locator(".events .column-target").allTextContents().stream()
                            .filter(text -> text.startsWith("many-"))
                            .distinct())
                    .hasSize(55);
            assertThat((String) page.evaluate("document.activeElement.closest('tr').rowIndex.toString()"))
                    .isEqualTo("51");
            PlaywrightAssertions.assertThat(
                            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Mehr laden")))
                    .isHidden();

            Download file = page.waitForDownload(() -> console.press("JSON-Zeilen exportieren"));
            console.awaitDone("Die Datei hat alle diese Ereignisse.");
            List<String> lines = Files.readAllLines(file.path());
            assertThat(lines)
                    .hasSize(55)
                    .allSatisfy(line -> assertThat(
                                    Json.parse(line).path("event_type").asText())
                            .isEqualTo("group_create"));
            assertThat(String.join("\n", lines)).doesNotContain("eyJ", "password");
            assertThat(console.complaints()).isEmpty();
            console.picture("activity-german");
        }
    }

    @Test
    @DisplayName("the overview shows who has no second factor, the condition of devices and how sign-ins were decided,"
            + " each as a plot and as a table, and a column leads to as many events as it counts")
    void overview() {
        String group = "many-0";
        String id = admin.get(REALM + "/groups?exact=true&search=" + group)
                .path(0)
                .path("id")
                .asText();
        admin.put(REALM + "/users/" + world.userId(realm, TestRealms.GRACE) + "/groups/" + id, Map.of());
        world.agent(realm);
        String person = "twice-" + UUID.randomUUID();
        world.addUser(realm, person);
        Visitor visitor = Visitor.withoutExtension(realm);
        visitor.open(App.SHOP).password(person, person);
        assertThat(visitor.open(App.SHOP).isSignedIn()).isTrue();
        try (Administrator console = administrator("en-GB", READER)) {
            console.section("Overview");
            Page page = console.page();
            page.locator(".card:has(h2:text-is('Second factors')) svg[role=img]")
                    .waitFor();
            assertThat(page.locator(".numbers tr", new Page.LocatorOptions().setHasText("/" + group))
                            .locator(".amount")
                            .allTextContents())
                    .startsWith("1", "1");
            page.getByText("Who has none").click();
            assertThat(page.locator(".people-list").textContent()).contains(TestRealms.GRACE, "grace@");
            page.locator(".card:has(h2:text-is('Condition of devices')) svg[role=img]")
                    .waitFor();
            Locator decisions = page.locator(".card:has(h2:text-is('Decisions over time'))");
            assertThat(decisions.locator(".plot-area svg").getAttribute("aria-label"))
                    .matches(
                            "Decisions over time: Allowed \\d+, More asked for \\d+, Denied \\d+, No policy asked \\d+");
            decisions.getByText("The numbers as a table").click();
            assertThat(decisions.locator(".numbers tbody tr").count()).isPositive();
            page.getByText("No policy in report mode had a say in this time.").waitFor();
            console.picture("overview");

            Locator column = decisions.locator(".numbers tbody tr").last();
            int counted = column.locator(".amount").allTextContents().stream()
                    .mapToInt(Integer::parseInt)
                    .sum();
            column.locator("button").click();
            page.waitForURL(url -> url.contains("type=sign_ins"));
            PlaywrightAssertions.assertThat(page.locator(".heading .summary")).hasText(counted + " events");
            Locator events = page.locator(".events tbody tr");
            PlaywrightAssertions.assertThat(events).hasCount(counted);
            PlaywrightAssertions.assertThat(events.filter(
                            new Locator.FilterOptions().setHasText("Application opened by an open session")))
                    .not()
                    .hasCount(0);
            page.goBack();
            console.field("Time").selectOption("month");
            page.waitForURL("**#/overview?range=month");
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "how long the record is kept is a setting that is checked at its field, and the webhook's new secret is"
                    + " shown once")
    void settings() {
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            console.section("Settings");
            console.follow("Record");
            Locator days = console.field("Retention");
            days.fill("0");
            console.press("Save");
            console.page().getByText("A whole number from 1 to 3,650.").waitFor();
            days.fill("30");
            console.press("Save");
            console.awaitDone("The settings are saved.");
            console.page().getByText("Nothing waits to be delivered.").waitFor();
            console.picture("record-settings");
            console.press("New signing secret");
            console.awaitDialog("Make a new signing secret?");
            console.press("New signing secret");
            console.awaitDialog("The webhook’s signing secret");
            String secret = console.field("Secret").inputValue();
            assertThat(secret).matches("[\\w-]{43}");
            console.press("Close");
            assertThat(console.page().content()).doesNotContain(secret);
            assertThat(console.complaints()).isEmpty();
        }
        assertThat(admin.get(REALM + "/holdfast/insights/settings").toString()).contains("\"values\":[\"30\"]");
    }

    @Test
    @DisplayName(
            "the object storage's access key is set in a dialog that wants both its parts; its secret is shown nowhere")
    void storeKey() {
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            console.section("Settings");
            console.follow("Record");
            Page page = console.page();
            page.getByText("No access key is set: nothing can be stored.").waitFor();
            page.getByText("Nothing waits to be stored.").waitFor();
            console.press("Set the access key");
            console.awaitDialog("Set the access key");
            console.field("Access key").fill("records-writer");
            console.press("Save");
            page.getByText("Enter the access key’s id and its secret.").waitFor();
            console.field("Secret of the access key").fill("a-secret-of-the-storage");
            console.picture("record-store-key");
            console.press("Save");
            console.awaitDone("The access key is set.");
            page.getByText("Access key: records-writer").waitFor();
            console.picture("record-store");
            assertThat(page.content()).doesNotContain("a-secret-of-the-storage");
            assertThat(console.complaints()).isEmpty();
        }
        assertThat(admin.get(REALM + "/holdfast/insights/store").toString())
                .contains("records-writer")
                .doesNotContain("a-secret-of-the-storage");
    }

    @Test
    @DisplayName("the realm is compared with a profile; what applying it would change is shown first, nothing changes"
            + " without a confirmation, and the report can be taken away")
    void hardens() throws IOException {
        WireRealm compared = world.addRealm("compared", Map.of());
        String path = world.adminPath(compared);
        try (Administrator console = administratorOf(compared, "en-GB", "manage-realm", "view-users")) {
            console.section("Hardening");
            Page page = console.page();
            page.locator(".controls tbody tr").first().waitFor();
            page.locator(".profile", new Page.LocatorOptions().setHasText("L2: strict"))
                    .click();
            page.waitForURL("**#/hardening?profile=L2");
            console.press("Preview and apply …");
            console.awaitDialog("Apply L2 to compared?");
            assertThat(console.dialog().locator(".will-change li").count()).isPositive();
            console.picture("hardening-preview");
            console.press("Cancel");
            assertThat(admin.get(path).path("bruteForceProtected").asBoolean()).isFalse();

            console.press("Preview and apply …");
            console.awaitDialog("Apply L2 to compared?");
            console.confirm("Apply", "L2 is applied.");
            assertThat(admin.get(path).path("bruteForceProtected").asBoolean()).isTrue();
            page.locator(".hardening-report")
                    .getByText("Controls that are met:")
                    .waitFor();
            Download file = page.waitForDownload(() -> console.press("Download as CSV"));
            assertThat(file.suggestedFilename()).isEqualTo("compared-hardening-L2-audit.csv");
            assertThat(Files.readAllLines(file.path()))
                    .hasSizeGreaterThan(10)
                    .first()
                    .isEqualTo("\ufeffId,Control,Answers to,Is,Wanted,Result,How to mend it");
            console.picture("hardening-report");
            console.field("Language").selectOption("de");
            console.awaitHeading("Härtung");
            page.locator(".controls tbody tr").first().waitFor();
            console.picture("hardening-german");
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "A49 who lacks view-events is told what it takes and sees nothing of the record, and the server refuses"
                    + " the question as well")
    void roles() {
        try (Administrator console = administrator("en-GB", "view-realm")) {
            console.section("Activity");
            console.awaitHeading("You may not read the record");
            console.picture("activity-forbidden");
            assertThat(console.page().content()).doesNotContain("user_login_attempt");
            assertThat(console.complaints()).isEmpty();
        }
        AdminClient viewer = world.administratorWith(realm, "view-realm");
        assertThat(viewer.send(
                                "POST",
                                "/realms/" + NAME + "/directory-insights/v1/events",
                                Map.of("start_time", "2020-01-01T00:00:00Z"))
                        .statusCode())
                .isEqualTo(403);
    }

    private Administrator administrator(String locale, String... roles) {
        return administratorOf(realm, locale, roles);
    }

    private Administrator administratorOf(WireRealm home, String locale, String... roles) {
        String name = "reader-" + UUID.randomUUID();
        world.addUser(home, name);
        world.grant(home, world.userId(home, name), roles);
        Administrator console = new Administrator(
                Browser.builder(folder.resolve(name)).locale(locale).start(),
                home.issuer().toString());
        console.signIn(name);
        return console;
    }
}
