package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console's pages of conditional access in a realm of a thousand policies, each about an application of its own. */
@ExtendWith(SharedServer.class)
@DisplayName("C12 A thousand policies in the console")
class ConsoleManyPoliciesIT {
    private static final String REALM = "console-thousand";
    private static final String ADMINISTRATOR = "keeper";
    private static final int COUNT = 1_000;
    private static final int AT_ONCE = 50;

    /** This one and the last are both about the shop. */
    private static final int OF_THE_SHOP = 640;

    @TempDir
    static Path folder;

    private static WireRealm realm;

    private final AdminClient admin;

    ConsoleManyPoliciesIT(World world) {
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealm(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealmWithPolicies(
                REALM,
                IntStream.rangeClosed(1, COUNT)
                        .mapToObj(ConsoleManyPoliciesIT::policy)
                        .toList());
        AccessApi.of(world.admin(), realm)
                .switchOn(world.admin().get(world.adminPath(realm)).path("id").asText());
        world.addUser(realm, ADMINISTRATOR);
        world.grant(realm, world.userId(realm, ADMINISTRATOR), "manage-realm", "view-users");
    }

    @Test
    @DisplayName(
            "the list shows a thousand policies page by page, a search finds one of them, the last is moved to the third"
                    + " place by one write and stays there, and what-if names the one that decides before and after")
    void thousand() {
        try (Administrator console = new Administrator(
                Browser.builder(folder.resolve("profile")).locale("en-GB").start(),
                realm.issuer().toString())) {
            console.signIn(ADMINISTRATOR);
            Page page = console.page();
            List<String> writes = new CopyOnWriteArrayList<>();
            page.onRequest(request -> {
                if (request.url().contains("/authn/policies")
                        && !request.method().equals("GET")) {
                    writes.add(request.url());
                }
            });
            console.section("Access");
            expect(page.locator(".summary")).hasText("1,000 policies");
            console.awaitList(names(1));
            expect(page.locator(".pages")).containsText("1–50 of 1,000");
            console.press("Next page");
            console.awaitList(names(AT_ONCE + 1));
            console.press("Last page");
            console.awaitList(names(COUNT - AT_ONCE + 1));

            assertThat(decidesForTheShop(console)).isEqualTo("Policy 640");

            console.section("Access");
            console.search("policy 987");
            console.awaitList("Policy 987");
            console.search("no such policy");
            console.press("Clear the search");
            console.press("Last page");
            page.getByLabel("Policy 1000 is number 1,000. Move it to another place")
                    .click();
            console.field("New place in the list").fill("3");
            console.confirm("Move", "Policy 1000 is now number 3 of 1,000.");
            expect(page.getByLabel("Policy 1000 is number 3. Move it to another place"))
                    .isFocused();
            assertThat(writes).hasSize(1);
            List<String> wanted = new ArrayList<>(List.of(names(1)));
            wanted.add(2, "Policy 1000");
            console.page().reload();
            console.awaitList(wanted.subList(0, AT_ONCE).toArray(String[]::new));
            assertThat(stored()).hasSize(COUNT).startsWith("Policy 1", "Policy 2", "Policy 1000", "Policy 3");

            assertThat(decidesForTheShop(console)).isEqualTo("Policy 1000");
            assertThat(console.complaints()).isEmpty();
        }
    }

    /** The policy whose words somebody reads who opens the shop, as what-if tells it. */
    private static String decidesForTheShop(Administrator console) {
        Page page = console.page();
        page.locator("a.form-tab", new Page.LocatorOptions().setHasText("What if"))
                .click();
        console.field("Person").fill(TestRealms.ADA);
        console.field("Application").fill(App.SHOP.clientId());
        console.press("Look");
        console.awaitHeading("Denied");
        Locator standings = page.locator(".standing");
        expect(standings.locator("h3")).hasText(new String[] {"Applied (2)", "About something else (998)"});
        String first = standings.first().locator("summary strong").first().textContent();
        expect(page.locator(".verdict blockquote")).hasText("Refused by " + first);
        return first;
    }

    /** So many names as a page of the list has, from a number on. */
    private static String[] names(int from) {
        return IntStream.range(from, from + AT_ONCE)
                .mapToObj(number -> "Policy " + number)
                .toArray(String[]::new);
    }

    private List<String> stored() {
        List<String> names = new ArrayList<>();
        for (JsonNode policy : admin.get(
                realm.issuer().getPath() + "/conditional-access/api/v2/authn/policies?limit=1001&sort=priority")) {
            names.add(policy.path("name").asText());
        }
        return names;
    }

    private static Map<String, Object> policy(int number) {
        String name = "Policy " + number;
        String application = number == OF_THE_SHOP || number == COUNT ? App.SHOP.clientId() : "application-" + number;
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("name", name);
        policy.put("mode", "enforce");
        policy.put("priority", number * 10);
        policy.put("type", "application");
        policy.put("targets", Map.of("resources", List.of(Map.of("type", "application", "id", application))));
        policy.put("effect", Map.of("action", "deny", "custom_error_message", Map.of("message", "Refused by " + name)));
        return policy;
    }

    private static LocatorAssertions expect(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }
}
