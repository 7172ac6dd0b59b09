package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm is audited against a profile, and what settings can do is done. */
@ExtendWith(SharedServer.class)
class HardeningIT {
    private static final String CONTROLS_OF_CLIENTS = "client-";

    private final World world;
    private final AdminClient admin;

    HardeningIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealms(World world) {
        world.addRealm("hardened", Map.of());
    }

    @ParameterizedTest(
            name =
                    "{0}: before, dry run, applied, after; what a setting can mend passes, a second call changes nothing")
    @ValueSource(strings = {"L1", "L2", "L3"})
    void applied(String profile) {
        String realm = "hardened-" + profile.toLowerCase(Locale.ROOT);
        WireRealm made = world.addRealm(realm, Map.of());
        String path = path(realm, profile);
        JsonNode before = admin.get(path);
        assertThat(before.path("failed").asInt()).isPositive();
        assertThat(result(before, "guessing-detected")).isEqualTo("fail");

        JsonNode dry = admin.post(path + "&dryRun=true", null);
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(admin.get(path)).isEqualTo(before);
        assertThat(dry.path("before")).isEqualTo(before);

        JsonNode done = admin.post(path, null);
        assertThat(done.path("changes")).isEqualTo(dry.path("changes")).isNotEmpty();
        assertThat(done.path("after")).isEqualTo(dry.path("after"));
        assertThat(admin.get(path)).isEqualTo(done.path("after"));
        assertThat(failing(done.path("after")))
                .allMatch(control -> !control.path("appliable").asBoolean());
        JsonNode representation = admin.get("/admin/realms/" + realm);
        assertThat(representation.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(representation.path("passwordPolicy").asText()).contains("length(", "notUsername", "notEmail");
        assertThat(representation.path("ssoSessionIdleTimeout").asInt())
                .isLessThanOrEqualTo(profile.equals("L3") ? 900 : 3_600);

        JsonNode again = admin.post(path, null);
        assertThat(again.path("changes")).isEmpty();
        assertThat(again.path("after")).isEqualTo(again.path("before"));

        assertThat(StreamSupport.stream(
                                admin.get("/admin/realms/" + realm + "/admin-events?max=100")
                                        .spliterator(),
                                false)
                        .filter(event -> event.path("resourceType").asText().equals("HOLDFAST_HARDENING"))
                        .toList())
                .as("one event for the one call that changed something")
                .singleElement()
                .satisfies(event -> assertThat(
                                Json.parse(event.path("representation").asText())
                                        .path("changes"))
                        .hasSameSizeAs(done.path("changes")));

        Tab tab = Visitor.withoutExtension(made).open(App.SHOP);
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.isSignedIn()).as("users still sign in").isTrue();
    }

    @Test
    @DisplayName("Clients are named with what is wrong, in the reader's language, and stay as they are")
    void clients() {
        String clients = "/admin/realms/hardened/clients";
        admin.create(
                clients,
                Map.of(
                        "clientId",
                        "sloppy",
                        "publicClient",
                        true,
                        "implicitFlowEnabled",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "redirectUris",
                        List.of("https://*"),
                        "webOrigins",
                        List.of("*")));
        JsonNode before = admin.get(clients + "?clientId=sloppy");
        admin.post(path("hardened", "L2"), null);
        assertThat(admin.get(clients + "?clientId=sloppy")).isEqualTo(before);
        JsonNode report = admin.get(path("hardened", "L2") + "&language=de");
        assertThat(failing(report))
                .filteredOn(control -> control.path("id").asText().startsWith(CONTROLS_OF_CLIENTS)
                        && control.path("measured").asText().contains("sloppy"))
                .extracting(control -> control.path("id").asText())
                .contains("client-implicit", "client-open-host", "client-any-origin", "client-password", "client-pkce");
        assertThat(control(report, "client-pkce").path("title").asText())
                .isEqualTo("Anwendungen ohne Geheimnis benutzen PKCE");
    }

    @Test
    @DisplayName("An administrator without a second factor is named, one with a factor is not")
    void administrators() {
        WireRealm realm = world.addRealm("hardened-admins", Map.of());
        world.administratorWith(realm, "manage-realm");
        JsonNode control = control(admin.get(path("hardened-admins", "L1")), "mfa-administrators");
        assertThat(control.path("result").asText()).isEqualTo("fail");
        assertThat(control.path("measured").asText()).startsWith("1 of 1 have none: ");
        assertThat(control.path("references"))
                .extracting(JsonNode::asText)
                .contains("CIS 6.5", "NIST IA-2(1)", "SOC 2 CC6.1");
    }

    @Test
    @DisplayName("TLS for all is applied only to who calls over TLS: over plain HTTP the caller would shut itself out")
    void transport() throws IOException, InterruptedException {
        world.process();
        world.administratorWith(world.addRealm("hardened-tls", Map.of()), "realm-admin");
        String name = admin.get("/admin/realms/hardened-tls/users?search=realm-admin")
                .path(0)
                .path("username")
                .asText();
        String path = path("hardened-tls", "L2");
        assertThat(result(admin.post(path, null).path("after"), "transport-tls"))
                .isEqualTo("fail");
        JsonNode done = overTls(path, name);
        assertThat(result(done.path("after"), "transport-tls")).isEqualTo("pass");
        assertThat(admin.get("/admin/realms/hardened-tls").path("sslRequired").asText())
                .isEqualTo("all");
    }

    @Test
    @DisplayName("An unknown profile is refused")
    void unknown() {
        assertThat(admin.send("GET", path("hardened", "L4"), null).statusCode()).isEqualTo(400);
        assertThat(admin.send("POST", path("hardened", ""), null).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("A49 an audit wants who may see realm and users; applying wants manage-realm as well")
    void roles() {
        WireRealm realm = world.addRealm("hardened-roles", Map.of());
        String path = path("hardened-roles", "L1");
        for (String role :
                List.of("view-realm", "manage-realm", "view-users", "manage-users", "view-clients", "manage-clients")) {
            AdminClient client = world.administratorWith(realm, role);
            assertThat(client.send("GET", path, null).statusCode())
                    .as("GET as %s", role)
                    .isEqualTo(403);
            assertThat(client.send("POST", path, null).statusCode())
                    .as("POST as %s", role)
                    .isEqualTo(403);
        }
        AdminClient all = world.administratorWith(realm, "realm-admin");
        assertThat(all.send("GET", path, null).statusCode()).isEqualTo(200);
        assertThat(all.send("POST", path + "&dryRun=true", null).statusCode()).isEqualTo(200);
    }

    private JsonNode overTls(String path, String name) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI base = world.server().baseUri();
        HttpResponse<String> token = http.send(
                HttpRequest.newBuilder(URI.create(base + "/realms/hardened-tls/protocol/openid-connect/token"))
                        .header("X-Forwarded-Proto", "https")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=password&client_id=admin-cli&username=" + name + "&password=" + name))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("X-Forwarded-Proto", "https")
                        .header(
                                "Authorization",
                                "Bearer "
                                        + Json.parse(token.body())
                                                .path("access_token")
                                                .asText())
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static String path(String realm, String profile) {
        return "/admin/realms/" + realm + "/holdfast/hardening?profile=" + profile;
    }

    private static JsonNode control(JsonNode report, String id) {
        return StreamSupport.stream(report.path("controls").spliterator(), false)
                .filter(control -> control.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + ": " + report));
    }

    private static String result(JsonNode report, String id) {
        return control(report, id).path("result").asText();
    }

    private static List<JsonNode> failing(JsonNode report) {
        return StreamSupport.stream(report.path("controls").spliterator(), false)
                .filter(control -> control.path("result").asText().equals("fail"))
                .toList();
    }
}
