package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("I1 What happened in the realm")
class InsightsIT {
    /** Bytes of records in one page. */
    private static final int MAX_PAGE = 16 << 20;

    private final World world;
    private final WireRealm acme;
    private final String start = Instant.now().minusSeconds(1).toString();

    InsightsIT(World world) {
        this.world = world;
        this.acme = world.acme();
    }

    @Test
    @DisplayName("I3 a password, a session that opens the next application, and a failure, each under its name")
    void signIns() {
        String user = person();
        Visitor visitor = Visitor.withoutExtension(acme);
        Tab tab = visitor.open(App.SHOP, Map.of());
        tab.password(user, "wrong");
        tab.password(user, user);
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(visitor.open(App.SHOP, Map.of()).isSignedIn()).isTrue();

        List<JsonNode> events = of(user, "user_login_attempt", "sso_auth");

        assertThat(events).hasSize(3);
        JsonNode failed = events.get(0);
        assertThat(failed.path("event_type").asText()).isEqualTo("user_login_attempt");
        assertThat(failed.path("success").asBoolean()).isFalse();
        assertThat(failed.path("error_message").asText()).isEqualTo("invalid_user_credentials");
        JsonNode signIn = events.get(1);
        assertThat(signIn.path("event_type").asText()).isEqualTo("user_login_attempt");
        assertThat(signIn.path("service").asText()).isEqualTo("directory");
        assertThat(signIn.path("success").asBoolean()).isTrue();
        assertThat(signIn.path("initiated_by").path("username").asText()).isEqualTo(user);
        assertThat(signIn.path("initiated_by").path("email").asText()).isEqualTo(user + "@example.com");
        assertThat(signIn.path("initiated_by").path("type").asText()).isEqualTo("user");
        assertThat(signIn.path("client_ip").asText()).isNotEmpty();
        assertThat(signIn.path("geoip").path("status").asText()).isNotEmpty();
        assertThat(signIn.path("resource").path("id").asText()).isEqualTo(App.SHOP.clientId());
        assertThat(signIn.path("mfa").asBoolean()).isFalse();
        assertThat(signIn.path("auth_context").path("auth_methods").has("password"))
                .isTrue();
        assertThat(Instant.parse(signIn.path("timestamp").asText())).isAfter(Instant.parse(start));
        JsonNode again = events.get(2);
        assertThat(again.path("event_type").asText()).isEqualTo("sso_auth");
        assertThat(again.path("service").asText()).isEqualTo("sso");
        assertThat(again.path("auth_context").path("auth_methods").has("session"))
                .isTrue();
    }

    @Test
    @DisplayName("I3 a device: its enrolment, its registration, its sign-in by the device, and its quarantine")
    void devices() {
        String user = person();
        WireRegistration registration = world.registration(acme, user);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
        String did = registration.agent().did();
        world.admin().post(world.adminPath(acme) + "/holdfast/devices/" + did + "/quarantine", null);

        List<String> systems = new ArrayList<>();
        for (JsonNode event : query(Map.of("service", List.of("systems"), "search_term", Map.of("resource.id", did)))) {
            systems.add(event.path("event_type").asText());
        }
        assertThat(systems).contains("system_create", "association_change");
        List<JsonNode> quarantine =
                list(query(Map.of("search_term", Map.of("event_type", "system_quarantine", "resource.id", did))));
        assertThat(quarantine).anySatisfy(event -> {
            assertThat(event.path("initiated_by").path("type").asText()).isEqualTo("admin");
            assertThat(event.path("initiated_by").path("username").asText()).isEqualTo("admin");
            assertThat(event.path("auth_context").path("system").path("id").asText())
                    .isEqualTo(did);
        });
        assertThat(of(user, "user_login_attempt"))
                .anySatisfy(event -> assertThat(
                                event.path("auth_context").path("auth_methods").has("device"))
                        .isTrue());
    }

    @Test
    @DisplayName("I5 an administrator's change tells who did it, and each member before and after")
    void adminChanges() {
        String user = person();
        world.change(acme, user, Map.of("firstName", "Augusta", "username", user));
        world.change(acme, user, Map.of("firstName", "Byron", "username", user));
        JsonNode changed = list(query(Map.of(
                        "search_term", Map.of("event_type", "user_update", "resource.id", world.userId(acme, user)))))
                .get(1);

        assertThat(changed.path("initiated_by").path("username").asText()).isEqualTo("admin");
        assertThat(changed.path("resource").path("name").asText()).isEqualTo(user);
        assertThat(changed.path("changes").toString())
                .isEqualTo("[{\"field\":\"firstName\",\"from\":\"Augusta\",\"to\":\"Byron\"}]");

        AdminClient viewer = world.administratorWith(acme, "view-users");
        assertThat(viewer).isNotNull();
        assertThat(list(query(Map.of("search_term", Map.of("event_type", "admin_create")))))
                .anySatisfy(
                        event -> assertThat(event.path("changes").toString()).contains("view-users"));
    }

    @Test
    @DisplayName("I3 A54 what a partial import brings is recorded one by one, administrators as such, and no password")
    void imports() {
        String user = person() + "-imported";
        String staff = user + "-staff";
        String password = "typed-into-a-file-" + UUID.randomUUID();
        List<Map<String, Object>> credentials = List.of(Map.of("type", "password", "value", password));
        world.admin()
                .post(
                        world.adminPath(acme) + "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "FAIL",
                                "users",
                                List.of(
                                        Map.of("username", user, "enabled", true, "credentials", credentials),
                                        Map.of(
                                                "username",
                                                staff,
                                                "enabled",
                                                true,
                                                "credentials",
                                                credentials,
                                                "clientRoles",
                                                Map.of("realm-management", List.of("manage-users")))),
                                "clients",
                                List.of(Map.of("clientId", user + "-shop", "enabled", true))));
        assertThat(types(world.userId(acme, user))).containsExactly("user_create");
        assertThat(types(world.userId(acme, staff))).containsExactly("admin_create");
        String client = world.admin()
                .get(world.adminPath(acme) + "/clients?clientId=" + user + "-shop")
                .path(0)
                .path("id")
                .asText();
        assertThat(types(client)).containsExactly("application_create");
        for (String id : List.of(world.userId(acme, user), world.userId(acme, staff))) {
            assertThat(query(Map.of("search_term", Map.of("resource.id", id))).toString())
                    .contains(user)
                    .doesNotContain(password);
        }
    }

    @Test
    @DisplayName("I3 who administers by a group is an administrator: when they join it, and when they are deleted")
    void administrators() {
        String user = person();
        AdminClient admin = world.admin();
        String base = world.adminPath(acme);
        String management = admin.get(base + "/clients?clientId=realm-management")
                .path(0)
                .path("id")
                .asText();
        JsonNode role = admin.get(base + "/clients/" + management + "/roles/view-clients");
        String group = admin.create(base + "/groups", Map.of("name", "staff-" + UUID.randomUUID()));
        admin.post(base + "/groups/" + group + "/role-mappings/clients/" + management, List.of(role));
        String id = world.userId(acme, user);
        admin.put(base + "/users/" + id + "/groups/" + group, null);
        admin.delete(base + "/users/" + id);
        admin.delete(base + "/groups/" + group);

        assertThat(types(group)).containsExactly("group_create", "admin_create", "group_delete");
        assertThat(types(id)).containsExactly("user_create", "admin_create", "admin_delete");
        JsonNode deleted = query(Map.of("search_term", Map.of("resource.id", id, "event_type", "admin_delete")))
                .path(0);
        assertThat(deleted.path("resource").path("name").asText()).isEqualTo(user);
    }

    @Test
    @DisplayName("I3 an impersonation is the administrator's doing, and the user's id is its resource")
    void impersonation() {
        String user = person();
        String id = world.userId(acme, user);
        world.admin().post(world.adminPath(acme) + "/users/" + id + "/impersonation", Map.of());
        List<JsonNode> events =
                list(query(Map.of("search_term", Map.of("resource.id", id, "event_type", "user_impersonation"))));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.path("initiated_by").path("type").asText()).isEqualTo("admin");
            assertThat(event.path("initiated_by").path("username").asText()).isEqualTo("admin");
            assertThat(event.path("initiated_by").path("id").asText()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("I1 switching the record off, deleting its component and taking all back each leave a record of it")
    void endsOfTheRecord() {
        WireRealm silent = world.addRealm("silent", Map.of());
        AdminClient admin = world.admin();
        String base = world.adminPath(silent);
        try {
            admin.put(base + "/holdfast/insights/settings", Map.of("insights", List.of("false")));
            JsonNode off = last(silent);
            assertThat(off.path("event_type").asText()).isEqualTo("organization_update");
            assertThat(off.path("changes").toString()).isEqualTo("[{\"field\":\"insights\",\"to\":\"false\"}]");
            Visitor.withoutExtension(silent).open(App.SHOP, Map.of()).password(TestRealms.ADA, TestRealms.ADA);
            world.addPolicy(
                    silent,
                    "Unseen",
                    "{\"name\":\"Unseen\",\"type\":\"application\",\"effect\":{\"action\":\"allow\"}}");
            assertThat(last(silent)).as("nothing else is recorded").isEqualTo(off);

            admin.put(base + "/holdfast/insights/settings", Map.of("insights", List.of("true")));
            String policy = admin.get(base + "/components?name=Unseen")
                    .path(0)
                    .path("id")
                    .asText();
            admin.delete(base + "/components/" + policy);
            JsonNode deleted = last(silent);
            assertThat(deleted.path("event_type").asText()).isEqualTo("authnpolicy_delete");
            assertThat(deleted.path("resource").path("name").asText()).isEqualTo("Unseen");

            String insights = recordOf(base);
            admin.delete(base + "/components/" + insights);
            assertEnd(last(silent), insights);
            assertThat(count(silent, insights)).as("said once").isEqualTo(1);

            admin.post(base + "/holdfast/setup", null);
            insights = recordOf(base);
            admin.delete(base + "/holdfast/setup");
            assertEnd(last(silent), insights);
            assertThat(world.admin()
                            .post(base(silent) + "/events/count", body(Map.of()))
                            .path("count")
                            .asInt())
                    .as("all but the last record was taken back")
                    .isEqualTo(1);
        } finally {
            admin.delete(base);
        }
    }

    private String recordOf(String realm) {
        return world.admin()
                .get(realm + "/components?type=dev.holdfast.insights.keycloak.realm.InsightsProvider")
                .path(0)
                .path("id")
                .asText();
    }

    private static void assertEnd(JsonNode event, String component) {
        assertThat(event.path("event_type").asText()).isEqualTo("organization_update");
        assertThat(event.path("initiated_by").path("username").asText()).isEqualTo("admin");
        assertThat(event.path("resource").path("id").asText()).isEqualTo(component);
        assertThat(event.path("changes").findValuesAsText("field")).contains("config.insightsWebhookSecret");
        assertThat(event.path("changes").toString()).contains("**********");
    }

    private JsonNode last(WireRealm realm) {
        return world.admin()
                .post(base(realm) + "/events", body(Map.of("sort", "DESC", "limit", 1)))
                .path(0);
    }

    private int count(WireRealm realm, String resource) {
        return world.admin()
                .post(base(realm) + "/events/count", body(Map.of("search_term", Map.of("resource.id", resource))))
                .path("count")
                .asInt();
    }

    /** The names of what happened to a resource. */
    private List<String> types(String resource) {
        return list(query(Map.of("search_term", Map.of("resource.id", resource)))).stream()
                .map(event -> event.path("event_type").asText())
                .toList();
    }

    @Test
    @DisplayName("I1 pages by search_after meet each record once, in either order, and tell count and limit in headers")
    void pages() throws IOException, InterruptedException {
        String user = person();
        for (int i = 0; i < 5; i++) {
            Visitor.withoutExtension(acme).open(App.SHOP, Map.of()).password(user, "wrong");
        }
        Map<String, Object> query = Map.of("limit", 2, "search_term", Map.of("initiated_by.username", user));
        for (String sort : List.of("ASC", "DESC")) {
            List<HttpResponse<String>> pages = pages(acme, sort, query);
            assertThat(pages)
                    .allSatisfy(page ->
                            assertThat(page.headers().firstValue("X-Limit")).contains("2"));
            assertOnceInOrder(pages, sort, 5);
        }
        JsonNode count = ask("/events/count", Map.of("search_term", Map.of("initiated_by.username", user)));
        assertThat(count.path("count").asInt()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "I1 I2 a page of large records ends before 16 mebibytes and says where it goes on; page by page each record"
                    + " comes once, in either order, and an export has them all")
    void largePages() throws IOException, InterruptedException {
        WireRealm realm = world.addRealm("large-pages", Map.of());
        int count = MAX_PAGE / LargeRecords.BYTES;
        try {
            LargeRecords.make(world, realm, count);
            Map<String, Object> query = Map.of("limit", 10_000, "search_term", Map.of("event_type", LargeRecords.TYPE));
            for (String sort : List.of("ASC", "DESC")) {
                List<HttpResponse<String>> pages = pages(realm, sort, query);
                assertOnceInOrder(pages, sort, count);
                assertThat(pages).hasSizeGreaterThan(1).allSatisfy(page -> {
                    // Between the records stand commas, and brackets around them.
                    int others = Json.parse(page.body()).size() + 1;
                    assertThat(page.body().length()).isLessThanOrEqualTo(MAX_PAGE + others);
                });
                assertThat(pages.get(0).body().length())
                        .as("as many as there is room for")
                        .isGreaterThan(MAX_PAGE - 2 * LargeRecords.BYTES);
            }
            assertThat(world.admin()
                            .send("POST", base(realm) + "/events/export", body(query))
                            .body()
                            .lines())
                    .hasSize(count);
        } finally {
            world.admin().delete(world.adminPath(realm));
        }
    }

    @Test
    @DisplayName("I1 counts, distinct values, intervals, and, or, not, prefixes and fields")
    void kinds() {
        String user = person();
        Tab tab = Visitor.withoutExtension(acme).open(App.SHOP, Map.of());
        tab.password(user, "wrong");
        tab.password(user, user);

        JsonNode distinct = ask(
                "/events/distinct", Map.of("field", "success", "search_term", Map.of("initiated_by.username", user)));
        assertThat(distinct.path("values")).hasSize(2);
        JsonNode pieces = ask(
                "/events/interval", Map.of("interval_unit", "h", "search_term", Map.of("initiated_by.username", user)));
        assertThat(pieces.path("intervals").findValues("count").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(2);
        Map<String, Object> mine = Map.of("initiated_by.username", user.substring(0, user.length() - 4) + "*");
        assertThat(query(Map.of("search_term", mine))).hasSize(2);
        assertThat(query(Map.of("search_term", Map.of("and", List.of(mine, Map.of("not", Map.of("success", true)))))))
                .hasSize(1);
        assertThat(query(Map.of(
                        "search_term", Map.of("and", List.of(mine, Map.of("not", Map.of("mfa_meta.type", "PUSH")))))))
                .as("what lacks the member is not the member")
                .hasSize(2);
        JsonNode part = query(Map.of("search_term", mine, "fields", List.of("initiated_by.username", "success")))
                .path(0);
        assertThat(part.size()).isEqualTo(2);
        String id = query(Map.of("search_term", mine)).path(0).path("id").asText();
        assertThat(world.admin().get(base(acme) + "/events/" + id).path("id").asText())
                .isEqualTo(id);
        HttpResponse<String> refused = world.admin().send("POST", base(acme) + "/events", Map.of("start", 1));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("pointer").asText()).isEqualTo("/start");
    }

    @Test
    @DisplayName("I2 the record can be taken away as lines of JSON, whatever the limit of a page says")
    void export() {
        String user = person();
        for (int i = 0; i < 3; i++) {
            Visitor.withoutExtension(acme).open(App.SHOP, Map.of()).password(user, "wrong");
        }
        HttpResponse<String> answer = world.admin()
                .send(
                        "POST",
                        base(acme) + "/events/export",
                        body(Map.of("limit", 1, "search_term", Map.of("initiated_by.username", user))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
        assertThat(answer.body().lines().map(Json::parse))
                .hasSize(3)
                .allSatisfy(event -> assertThat(
                                event.path("initiated_by").path("username").asText())
                        .isEqualTo(user));
    }

    @Test
    @DisplayName(
            "M3 who has no second factor is told to whoever may view users; report mode to whoever may view events")
    void reports() {
        String user = person();
        AdminClient users = world.administratorWith(acme, "view-users");
        AdminClient events = world.administratorWith(acme, "view-events");
        JsonNode before = users.get(base(acme) + "/reports/users-without-mfa");
        assertThat(before.path("without_mfa").asInt()).isPositive();
        assertThat(before.path("users").asInt())
                .isGreaterThanOrEqualTo(before.path("without_mfa").asInt());
        world.registration(acme, user);
        JsonNode after = users.get(base(acme) + "/reports/users-without-mfa");
        assertThat(after.path("users")).isEqualTo(before.path("users"));
        assertThat(after.path("without_mfa").asInt())
                .isEqualTo(before.path("without_mfa").asInt() - 1);
        assertThat(events.get(base(acme) + "/reports/report-mode")
                        .path("policies")
                        .isArray())
                .isTrue();
        assertThat(events.send("GET", base(acme) + "/reports/users-without-mfa", null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(users.send("GET", base(acme) + "/reports/report-mode", null).statusCode())
                .isEqualTo(403);
        assertThat(events.send("GET", base(acme) + "/reports/report-mode?start_time=now", null)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("A49 the record is for whoever may view events, and for nobody else")
    void roles() throws IOException, InterruptedException {
        Map<String, Integer> expected =
                Map.of("view-events", 200, "view-realm", 403, "manage-realm", 403, "view-users", 403);
        expected.forEach((role, status) -> {
            AdminClient client = world.administratorWith(acme, role);
            for (String path : List.of("/events", "/events/count", "/events/distinct", "/events/interval")) {
                Map<String, Object> body = body(Map.of());
                if (path.endsWith("distinct")) {
                    body.put("field", "service");
                } else if (path.endsWith("interval")) {
                    body.put("interval_unit", "d");
                }
                assertThat(client.send("POST", base(acme) + path, body).statusCode())
                        .as(role + path)
                        .isEqualTo(status);
            }
            assertThat(client.send("GET", base(acme) + "/events/" + UUID.randomUUID(), null)
                            .statusCode())
                    .isEqualTo(status == 200 ? 404 : 403);
        });
        assertThat(post(acme, "/events", body(Map.of()), "nonsense").statusCode())
                .isEqualTo(401);
        assertThat(post(acme, "/events", body(Map.of()), null).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("A50 another realm's records are not found here, and its administrators are nobody here")
    void realms() {
        String user = person();
        Visitor.withoutExtension(acme).open(App.SHOP, Map.of()).password(user, user);
        JsonNode event = of(user, "user_login_attempt").get(0);
        String id = event.path("id").asText();
        AdminClient stranger = world.administratorWith(world.other(), "view-events");

        assertThat(stranger.send("GET", base(acme) + "/events/" + id, null).statusCode())
                .isEqualTo(403);
        assertThat(stranger.send("GET", base(world.other()) + "/events/" + id, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(Json.parse(stranger.send(
                                "POST", base(world.other()) + "/events", body(Map.of("search_term", Map.of("id", id))))
                        .body()))
                .isEmpty();
    }

    /** Every page of a query. */
    private List<HttpResponse<String>> pages(WireRealm realm, String sort, Map<String, ?> query)
            throws IOException, InterruptedException {
        List<HttpResponse<String>> pages = new ArrayList<>();
        Map<String, Object> body = body(query);
        body.put("sort", sort);
        Optional<String> after;
        do {
            HttpResponse<String> answer =
                    post(realm, "/events", body, world.admin().token());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            pages.add(answer);
            after = answer.headers().firstValue("X-Search_after");
            after.map(Json::parse).ifPresent(place -> body.put("search_after", place));
        } while (after.isPresent());
        return pages;
    }

    private static void assertOnceInOrder(List<HttpResponse<String>> pages, String sort, int count) {
        Set<String> seen = new HashSet<>();
        List<String> times = new ArrayList<>();
        for (HttpResponse<String> answer : pages) {
            JsonNode page = Json.parse(answer.body());
            assertThat(answer.headers().firstValue("X-Result-Count")).contains(String.valueOf(page.size()));
            page.forEach(event -> {
                assertThat(seen.add(event.path("id").asText())).isTrue();
                times.add(event.path("timestamp").asText());
            });
        }
        assertThat(seen).as(sort).hasSize(count);
        assertThat(times)
                .isSortedAccordingTo(sort.equals("ASC") ? Comparator.naturalOrder() : Comparator.reverseOrder());
    }

    private String person() {
        String user = "seen-" + UUID.randomUUID();
        world.addUser(acme, user);
        return user;
    }

    /** A user's records of these names, the oldest first. */
    private List<JsonNode> of(String user, String... types) {
        return list(query(Map.of("search_term", Map.of("initiated_by.username", user, "event_type", List.of(types)))));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private JsonNode query(Map<String, ?> members) {
        return ask("/events", members);
    }

    private JsonNode ask(String path, Map<String, ?> members) {
        return world.admin().post(base(acme) + path, body(members));
    }

    private Map<String, Object> body(Map<String, ?> members) {
        Map<String, Object> body = new LinkedHashMap<>(members);
        body.put("start_time", start);
        body.putIfAbsent("sort", "ASC");
        return body;
    }

    private static String base(WireRealm realm) {
        return realm.issuer().getPath() + "/directory-insights/v1";
    }

    private HttpResponse<String> post(WireRealm realm, String path, Object body, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(world.server().baseUri() + base(realm) + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.of(body).toString()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
