package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireRealm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console's pages of conditional access in a real Chromium; what they did is asked of the server. */
@ExtendWith(SharedServer.class)
@DisplayName("C12 Conditional access in the console")
class ConsoleAccessIT {
    private static final String REALM = "console-access";
    private static final String BASE = "/realms/" + REALM + "/conditional-access/api/v2";
    private static final String POLICIES = BASE + "/authn/policies";
    private static final String LISTS = BASE + "/iplists";
    private static final double UPPER_HALF = 0.25;
    private static final double LOWER_HALF = 0.75;

    @TempDir
    static Path folder;

    private static WireRealm realm;

    private final World world;
    private final AdminClient admin;

    ConsoleAccessIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealm(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealm(REALM, Map.of());
        AccessApi.of(world.admin(), realm)
                .switchOn(world.admin().get(world.adminPath(realm)).path("id").asText());
    }

    @AfterEach
    void removeAll() {
        for (String path : List.of(POLICIES, LISTS)) {
            // More than one page of a list that nobody limits.
            admin.get(path + "?limit=1000")
                    .forEach(one ->
                            admin.send("DELETE", path + '/' + one.path("id").asText() + "?force=true", null));
        }
    }

    @Test
    @DisplayName(
            "a realm without policies begins with one that only reports; another is made by the form and its JSON in"
                    + " step, a mistake is said at its line, and stored is what both showed")
    void makesPolicies() {
        try (Administrator console = administrator("en-GB", "manage-realm", "view-users")) {
            Page page = console.page();
            console.section("Access");
            console.awaitHeading("No policies yet");
            console.picture("access-empty");
            // The recipe on this page and the policy's own page have the same heading.
            console.confirm(
                    "Add “Second factor for administrators” in report mode",
                    "Second factor for administrators is added, and only reports.");
            console.awaitHeading("Second factor for administrators");
            assertThat(stored("Second factor for administrators").path("mode").asText())
                    .isEqualTo("report");

            tab(console, "Policies");
            console.press("New policy");
            console.awaitHeading("New policy");
            console.field("Name").fill("From Austria by night");
            console.press("Add condition");
            console.field("What is looked at").selectOption("locationIn");
            console.field("Countries").pressSequentially("austria");
            page.locator("[role='option']").getByText("Austria").click();
            console.press("Add condition");
            console.field("What is looked at").nth(1).selectOption("timeOfDay");
            console.field("Whether it holds").nth(1).selectOption("not");
            page.locator(".radio").getByText("Deny", exactly()).click();
            console.field("What the person reads").fill("Not at night, please.");
            JsonNode shown = Json.parse(json(console).inputValue());
            assertThat(shown.at("/conditions/all/0/locationIn/countries/0").asText())
                    .isEqualTo("AT");
            assertThat(shown.at("/conditions/all/1/not/timeOfDay/from").asText())
                    .isEqualTo("08:00");
            assertThat(shown.at("/effect/action").asText()).isEqualTo("deny");

            json(console).fill(json(console).inputValue().replace("\"priority\": 100", "\"priority\": 30"));
            expect(console.field("Priority")).hasValue("30");
            String right = json(console).inputValue();
            json(console).fill(right.replace("\"AT\"", "\"Austria\""));
            console.press("Save");
            Locator problem = page.locator(".json-problems li");
            expect(problem).containsText("ISO 3166-1");
            long line = right.substring(0, right.indexOf("\"AT\"")).lines().count();
            expect(problem).containsText("Line " + line + ",");
            expect(page.locator(".condition.wrong .leaf-name")).hasValue("locationIn");
            console.picture("access-refused");
            json(console).fill(right);
            console.confirm("Save", "From Austria by night is saved.");
            console.awaitHeading("From Austria by night");
            JsonNode stored = stored("From Austria by night");
            assertThat(stored.path("priority").asInt()).isEqualTo(30);
            // The server writes what is all meant side by side.
            assertThat(stored.at("/conditions/locationIn/countries/0").asText()).isEqualTo("AT");
            assertThat(stored.at("/conditions/not/timeOfDay/days").size()).isEqualTo(5);
            assertThat(stored.at("/effect/custom_error_message/message").asText())
                    .isEqualTo("Not at night, please.");
            assertThat(console.complaints()).allMatch(text -> text.contains("status of 400"));
        }
    }

    @Test
    @DisplayName("policies are moved by keys and by a number, each move is announced, the focus stays, and the order is"
            + " stored; many others are no hindrance")
    void movesPolicies() {
        for (int i = 1; i <= 120; i++) {
            admin.post(POLICIES, policy("Policy " + i, i * 10));
        }
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            Page page = console.page();
            console.section("Access");
            expect(page.locator(".policy-list tbody tr")).hasCount(50);
            Locator up = page.getByLabel("Move Policy 3 up");
            up.focus();
            page.keyboard().press("Enter");
            console.awaitDone("Policy 3 is now number 2 of 120.");
            expect(page.getByLabel("Move Policy 3 up")).isFocused();
            assertThat(names().subList(0, 3)).containsExactly("Policy 1", "Policy 3", "Policy 2");

            page.getByLabel("Policy 3 is number 2. Move it to another place").click();
            console.awaitDialog("Move Policy 3");
            console.field("New place in the list").fill("121");
            console.press("Move");
            console.dialog().getByText("A whole number from 1 to 120.").waitFor();
            console.field("New place in the list").fill("120");
            console.confirm("Move", "Policy 3 is now number 120 of 120.");
            assertThat(names()).last().isEqualTo("Policy 3");

            console.search("policy 77");
            console.awaitList("Policy 77");
            console.page().getByText("To move policies, clear the search.").waitFor();
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a policy dragged by its handle stands before or behind the row where it is let go, and this is announced"
                    + " and stored; a drag that ends outside of the list, at its own place or by Escape changes nothing")
    void dragsPolicies() {
        for (int i = 1; i <= 4; i++) {
            admin.post(POLICIES, policy("Policy " + i, i * 10));
        }
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            Page page = console.page();
            List<String> writes = new CopyOnWriteArrayList<>();
            page.onRequest(request -> {
                if (request.url().contains(POLICIES) && !request.method().equals("GET")) {
                    writes.add(request.method());
                }
            });
            console.section("Access");
            String[] asMade = {"Policy 1", "Policy 2", "Policy 3", "Policy 4"};
            console.awaitList(asMade);

            hold(page, "Policy 4", row(page, "Policy 2"), UPPER_HALF);
            expect(row(page, "Policy 2")).hasClass(Pattern.compile("drop-before"));
            page.keyboard().press("Escape");
            page.mouse().up();
            expect(marked(page)).hasCount(0);
            hold(page, "Policy 4", page.locator("h1"), LOWER_HALF);
            expect(marked(page)).hasClass(Pattern.compile("dragged"));
            page.mouse().up();
            expect(marked(page)).hasCount(0);
            hold(page, "Policy 3", row(page, "Policy 2"), LOWER_HALF);
            expect(row(page, "Policy 2")).hasClass(Pattern.compile("drop-after"));
            page.mouse().up();
            expect(marked(page)).hasCount(0);
            console.awaitList(asMade);
            expect(page.locator("#toasts")).isEmpty();

            hold(page, "Policy 4", row(page, "Policy 2"), UPPER_HALF);
            page.mouse().up();
            expect(page.locator("#toasts[role='status']")).hasText("Policy 4 is now number 2 of 4.");
            expect(page.getByLabel("Policy 4 is number 2. Move it to another place"))
                    .isFocused();
            console.awaitList("Policy 1", "Policy 4", "Policy 2", "Policy 3");
            assertThat(writes).as("what the drags wrote").containsExactly("POST");

            hold(page, "Policy 1", row(page, "Policy 3"), LOWER_HALF);
            page.mouse().up();
            console.awaitDone("Policy 1 is now number 4 of 4.");
            String[] asDragged = {"Policy 4", "Policy 2", "Policy 3", "Policy 1"};
            assertThat(names()).containsExactly(asDragged);
            page.reload();
            console.awaitList(asDragged);
            assertThat(console.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "an arrow pressed twice before the server answers moves a policy by two places, one call after the other; when"
                    + " a move is refused the list can be read as it is, and who left it is told")
    void movesByKeys() {
        for (int i = 1; i <= 4; i++) {
            admin.post(POLICIES, policy("Policy " + i, 100));
        }
        List<String> asMade = names();
        String moved = asMade.get(0);
        try (Administrator console = administrator("en-GB", "manage-realm")) {
            Page page = console.page();
            console.section("Access");
            console.awaitList(asMade.toArray(String[]::new));
            List<Route> held = new CopyOnWriteArrayList<>();
            page.route("**/move", held::add);

            page.getByLabel("Move " + moved + " down").focus();
            page.keyboard().press("Enter");
            page.keyboard().press("Enter");
            String[] asMoved = {asMade.get(1), asMade.get(2), moved, asMade.get(3)};
            console.awaitList(asMoved);
            page.waitForCondition(() -> !held.isEmpty());
            assertThat(names()).as("before the server heard of it").isEqualTo(asMade);
            assertThat(held).as("calls at a time").hasSize(1);
            held.get(0).resume();
            console.awaitDone(moved + " is now number 2 of 4.");
            page.waitForCondition(() -> held.size() == 2);
            held.get(1).resume();
            console.awaitDone(moved + " is now number 3 of 4.");
            expect(page.getByLabel("Move " + moved + " down")).isFocused();
            assertThat(names()).containsExactly(asMoved);

            admin.delete(POLICIES + '/' + stored(asMade.get(3)).path("id").asText());
            page.keyboard().press("Enter");
            page.waitForCondition(() -> held.size() == 3);
            held.get(2).resume();
            console.awaitHeading("The server did not accept that");
            page.getByText("There is no policy of this id").waitFor();
            console.picture("access-move-refused");
            console.press("Try again");
            console.awaitList(asMade.get(1), asMade.get(2), moved);

            page.getByLabel("Move " + moved + " up").focus();
            page.keyboard().press("Enter");
            page.waitForCondition(() -> held.size() == 4);
            admin.delete(POLICIES + '/' + stored(asMade.get(2)).path("id").asText());
            console.section("Devices");
            held.get(3).resume();
            console.awaitDone(moved + " could not be moved. The list shows where it stands.");
            assertThat(console.complaints()).allMatch(text -> text.contains("status of 400"));
        }
    }

    @Test
    @DisplayName("A53 a change that locks its maker out is refused, and saved only by whoever types the realm's name")
    void lockOut() {
        try (Administrator console = administrator("en-GB", "manage-realm", "view-users")) {
            Page page = console.page();
            Map<String, Object> denial = policy("Nobody in the admin console", 10);
            denial.put("type", "admin_portal");
            admin.post(POLICIES, denial);
            console.section("Access");
            console.follow("Nobody in the admin console");
            page.locator(".radio").getByText("Enforced", exactly()).click();
            console.press("Save");
            console.awaitDialog("Enforce this policy?");
            page.locator("dialog .impact :is(p, ul)").first().waitFor();
            console.picture("access-enforce");
            console.press("Save and enforce");
            console.awaitDialog("This could lock people out");
            console.dialog().getByText("This would lock you out").waitFor();
            console.picture("access-lock-out");
            console.field("To save anyway, type the realm’s name: " + REALM).fill("master");
            console.press("Save anyway");
            console.dialog().getByText("That is not the realm’s name.").waitFor();
            assertThat(stored("Nobody in the admin console").path("mode").asText())
                    .isEqualTo("report");
            console.field("To save anyway, type the realm’s name: " + REALM).fill(REALM);
            console.confirm("Save anyway", "Nobody in the admin console is saved and enforced.");
            assertThat(stored("Nobody in the admin console").path("mode").asText())
                    .isEqualTo("enforce");
            assertThat(console.complaints()).allMatch(text -> text.matches(".*status of (409|501).*"));
        }
    }

    @Test
    @DisplayName(
            "an IP list says a mistake at its line, what-if says why by the list's name, an API key is shown once and"
                    + " works, and the changes say who and what")
    void listsKeysAndChanges() throws Exception {
        String service = "reporting-" + UUID.randomUUID();
        admin.create(
                "/admin/realms/" + REALM + "/clients",
                Map.of("clientId", service, "serviceAccountsEnabled", true, "publicClient", false));
        try (Administrator console =
                administrator("en-GB", "manage-realm", "view-users", "view-events", "manage-clients")) {
            Page page = console.page();
            console.section("Access");
            tab(console, "IP lists");
            console.awaitHeading("No IP lists yet");
            console.press("New list");
            console.field("Name").fill("Office");
            console.field("Addresses").fill("192.0.2.0/24\n\n198.51.100.300\n");
            console.press("Save");
            page.getByText("Line 3:").first().waitFor();
            expect(page.locator(".json-box textarea")).isInViewport();
            assertThat(page.locator(".save-bar li").allInnerTexts())
                    .singleElement()
                    .asString()
                    .startsWith("Line 3:")
                    .isEqualTo(page.locator(".json-problems li").innerText());
            console.picture("access-list-refused");
            console.field("Addresses").fill("192.0.2.0/24\n2001:db8::/32\n");
            console.confirm("Save", "Office is saved.");
            JsonNode list = admin.get(LISTS).path(0);
            assertThat(list.path("ips").size()).isEqualTo(2);

            Map<String, Object> outside = policy("Outside", 10);
            outside.put("mode", "enforce");
            outside.put(
                    "conditions",
                    Map.of("not", Map.of("ipAddressIn", List.of(list.path("id").asText()))));
            String id = admin.post(POLICIES, outside).path("id").asText();
            tab(console, "What if");
            console.field("Person").fill(TestRealms.ADA);
            console.field("IP address").fill("203.0.113.9");
            console.press("Look");
            console.awaitHeading("Denied");
            page.getByText("203.0.113.9 is not in Office.").waitFor();
            console.picture("access-what-if");
            console.field("IP address").fill("192.0.2.9");
            console.press("Look");
            console.awaitHeading("Let in");

            tab(console, "API keys");
            console.press("New key");
            console.field("What it is for").fill("Nightly report");
            console.field("Client with a service account").pressSequentially("reporting");
            console.dialog().locator("[role='option']").getByText(service).click();
            console.press("Make key");
            console.awaitDialog("Your API key");
            String key = console.field("API key").inputValue();
            console.press("Close");
            assertThat(page.content()).doesNotContain(key);
            assertThat(called(key)).as("no role, no policies").isEqualTo(403);
            console.press("Revoke the key Nightly report");
            console.confirm("Revoke", "Nightly report is revoked.");
            assertThat(called(key)).isEqualTo(401);

            admin.send("PATCH", POLICIES + '/' + id, Map.of("priority", 77));
            tab(console, "Changes");
            Locator first = page.locator(".edit").first();
            expect(first).containsText("Outside");
            expect(first.locator("ins")).containsText("77");
            expect(page.locator(".edit").getByText("Office").first()).isVisible();
            expect(page.locator(".edit")
                            .filter(new Locator.FilterOptions().setHasText("Office"))
                            .first())
                    .containsText("by console-");
            console.picture("access-changes");
        }
    }

    @Test
    @DisplayName("of many applications the first few that match are suggested, in the order of their names, and none"
            + " before somebody types")
    void suggestsApplications() {
        String clients = "/admin/realms/" + REALM + "/clients";
        String suggestions = "/admin/realms/" + REALM + "/holdfast/console/clients";
        for (int i = 9; i >= 0; i--) {
            admin.create(clients, Map.of("clientId", "Suggested-" + i, "serviceAccountsEnabled", i == 9));
        }
        assertThat(admin.get(suggestions + "?search=SUGGESTED").findValuesAsText("clientId"))
                .containsExactly(
                        "Suggested-0",
                        "Suggested-1",
                        "Suggested-2",
                        "Suggested-3",
                        "Suggested-4",
                        "Suggested-5",
                        "Suggested-6",
                        "Suggested-7");
        assertThat(admin.get(suggestions + "?search=suggested&serviceAccounts=true")
                        .findValuesAsText("clientId"))
                .containsExactly("Suggested-9");
        assertThat(admin.get(suggestions).size()).isZero();
        assertThat(admin.get(suggestions + "?search=%20").size()).isZero();
    }

    @Test
    @DisplayName("A49 who may only look sees policies and what-if in German, and no button that changes anything")
    void looksOnly() {
        admin.post(POLICIES, policy("Zu sehen", 10));
        try (Administrator console = administrator("de-DE", "view-realm")) {
            console.section("Zugang");
            console.awaitList("Zu sehen");
            expect(console.page().locator("[data-action], [data-move], .handle"))
                    .hasCount(0);
            console.follow("Zu sehen");
            console.awaitHeading("Zu sehen");
            expect(console.field("Name")).isDisabled();
            expect(json(console)).isDisabled();
            expect(console.page().locator("button[type='submit']")).hasCount(0);
            console.picture("access-view-only-german");
            assertThat(console.complaints()).isEmpty();
        }
    }

    /** Takes a policy by its handle, and holds it over a part of something else with the button still down. */
    private static void hold(Page page, String name, Locator over, double partOfHeight) {
        BoundingBox handle = row(page, name).locator(".handle").boundingBox();
        BoundingBox end = over.boundingBox();
        page.mouse().move(handle.x + handle.width / 2, handle.y + handle.height / 2);
        page.mouse().down();
        // In steps, as a hand does: the first move only begins the drag.
        page.mouse()
                .move(end.x + end.width / 2, end.y + end.height * partOfHeight, new Mouse.MoveOptions().setSteps(5));
    }

    private static Locator row(Page page, String name) {
        return page.locator(
                ".policy-list tbody tr", new Page.LocatorOptions().setHas(page.getByText(name, exactlyOnPage())));
    }

    /** The rows that show a drag. */
    private static Locator marked(Page page) {
        return page.locator(".dragged, .drop-before, .drop-after");
    }

    private JsonNode stored(String name) {
        for (JsonNode policy : admin.get(POLICIES)) {
            if (policy.path("name").asText().equals(name)) {
                return policy;
            }
        }
        throw new AssertionError("no policy " + name);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        admin.get(POLICIES + "?limit=1000&sort=priority")
                .forEach(policy -> names.add(policy.path("name").asText()));
        return names;
    }

    private static Map<String, Object> policy(String name, int priority) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("name", name);
        policy.put("mode", "report");
        policy.put("priority", priority);
        policy.put("type", "application");
        policy.put("effect", Map.of("action", "deny"));
        return policy;
    }

    private int called(String key) throws Exception {
        URI address = URI.create(realm.issuer() + "/conditional-access/api/v2/authn/policies");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).header("x-api-key", key).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void tab(Administrator console, String label) {
        console.page()
                .locator("a.form-tab", new Page.LocatorOptions().setHasText(label))
                .click();
    }

    private static Locator json(Administrator console) {
        return console.page().locator("textarea.json");
    }

    private static Page.GetByTextOptions exactlyOnPage() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static LocatorAssertions expect(Locator locator) {
        return com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(locator);
    }

    private Administrator administrator(String locale, String... roles) {
        String name = "console-" + UUID.randomUUID();
        world.addUser(realm, name);
        world.grant(realm, world.userId(realm, name), roles);
        Administrator console = new Administrator(
                Browser.builder(folder.resolve(name)).locale(locale).start(),
                realm.issuer().toString());
        console.signIn(name);
        return console;
    }
}
