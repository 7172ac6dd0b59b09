package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of the record for the guides, as {@link GuidePictures} those of the devices. */
@ExtendWith(SharedServer.class)
class InsightsGuidePictures {
    private static final String REALM = "southwind";
    private static final String ADMINISTRATOR = "margaret";
    private static final List<String> PEOPLE = List.of("edsger", "barbara", "kurt", "lise");
    private static final List<String> ADDRESSES = List.of(
            TestPlaces.VIENNA, TestPlaces.BERLIN, TestPlaces.VIENNA, TestPlaces.NEW_YORK, TestPlaces.SWITZERLAND);
    private static final int SIGN_INS = 56;

    /** What happened within a minute is told as if it had taken most of a day; the last numbers are a night. */
    private static final Duration BETWEEN = Duration.ofMinutes(11);

    @TempDir
    static Path folder;

    private final World world;
    private final AdminClient admin;
    private final WireRealm realm;

    InsightsGuidePictures(World world) {
        this.world = world;
        this.admin = world.admin();
        this.realm = world.addRealm(REALM, Map.of());
    }

    @Test
    @DisplayName("The pictures of the record")
    void record() {
        PEOPLE.forEach(person -> world.addUser(realm, person));
        world.addUser(realm, ADMINISTRATOR);
        world.change(realm, ADMINISTRATOR, Map.of("firstName", "Margaret", "lastName", "Hamilton"));
        world.grant(
                realm, world.userId(realm, ADMINISTRATOR), "manage-realm", "view-events", "view-users", "query-groups");
        for (int i = 0; i < SIGN_INS; i++) {
            String person = PEOPLE.get(i * 7 % PEOPLE.size());
            Tab tab = Visitor.withoutExtension(realm)
                    .from(ADDRESSES.get(i * 3 % ADDRESSES.size()))
                    .open(App.SHOP);
            tab.password(person, i % 6 == 4 ? "not-the-password" : person);
        }
        String group = admin.create(world.adminPath(realm) + "/groups", Map.of("name", "Research"));
        for (String person : List.of("lise", "kurt")) {
            admin.put(world.adminPath(realm) + "/users/" + world.userId(realm, person) + "/groups/" + group, Map.of());
        }
        world.change(realm, "kurt", Map.of("lastName", "Goedel", "email", "kurt@example.com"));
        world.change(realm, "kurt", Map.of("lastName", "Gödel", "email", "kurt.goedel@example.com"));
        try (Administrator console = new Administrator(
                Browser.builder(folder.resolve("profile")).locale("en-GB").start(),
                realm.issuer().toString())) {
            console.signIn(ADMINISTRATOR);
            Page page = console.page();
            spread(page);
            console.section("Activity");
            page.locator(".events .row-link").first().waitFor();
            page.locator(".plot svg[role=img]").waitFor();
            GuidePicture.take(page, "console-activity");

            String changes = "#/activity?type=user_update&application=" + world.userId(realm, "kurt");
            page.navigate(page.url().replaceFirst("#.*", changes));
            console.awaitList("Person changed", "Person changed");
            page.locator(".events .row-link").first().click();
            console.awaitHeading("Person changed");
            GuidePicture.take(page, "console-event");

            console.section("Overview");
            page.locator(".plot-area svg").waitFor();
            GuidePicture.take(page, "console-overview");

            console.section("Hardening");
            page.locator(".controls tbody tr").first().waitFor();
            GuidePicture.take(page, "console-hardening");
            assertThat(console.complaints()).isEmpty();
        }
    }

    /** The server's own answers, with other times. */
    private static void spread(Page page) {
        Instant now = Instant.now();
        page.route("**/directory-insights/v1/events", route -> {
            ArrayNode events = (ArrayNode) Json.parse(route.fetch().body());
            for (int i = 0; i < events.size(); i++) {
                ((ObjectNode) events.get(i))
                        .put(
                                "timestamp",
                                now.minus(BETWEEN.multipliedBy(i + 1L)).toString());
            }
            fulfill(route, events);
        });
        page.route("**/directory-insights/v1/events/interval", route -> {
            ObjectNode told = (ObjectNode) Json.parse(route.fetch().body());
            long length = told.path("interval_seconds").asLong();
            long all = 0;
            for (JsonNode piece : told.path("intervals")) {
                all += piece.path("count").asLong();
            }
            Map<Instant, Long> pieces = new TreeMap<>();
            for (long i = 0; i < all; i++) {
                Instant at = now.minus(BETWEEN.multipliedBy(i * SIGN_INS / Math.max(all, 1) + 1));
                pieces.merge(Instant.ofEpochSecond(at.getEpochSecond() / length * length), 1L, Long::sum);
            }
            ArrayNode intervals = told.putArray("intervals");
            pieces.forEach((start, count) ->
                    intervals.addObject().put("start", start.toString()).put("count", count));
            fulfill(route, told);
        });
    }

    private static void fulfill(Route route, JsonNode answer) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(answer.toString()));
    }
}
