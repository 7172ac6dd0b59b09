package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Policies by REST")
class AccessApiIT {
    private static final String REALM = "access-api";
    private static final String NEIGHBOUR = "access-neighbour";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String POLICIES = "/v2/authn/policies";
    private static final String LISTS = "/v2/iplists";

    private static WireRealm realm;
    private static String realmId;
    private static AccessApi api;

    private final World world;

    AccessApiIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealms(World world) {
        realm = world.addRealm(REALM, Map.of());
        world.addRealm(NEIGHBOUR, Map.of());
        api = AccessApi.of(world.admin(), realm);
        realmId = world.admin().get("/admin/realms/" + REALM).path("id").asText();
        api.switchOn(realmId);
    }

    @Test
    @DisplayName(
            "C12 a policy is made, read, replaced, changed and deleted, and each change stands in the admin events with"
                    + " before and after")
    void life() {
        HttpResponse<String> made = api.send("POST", POLICIES, policy("life", "deny"));
        assertThat(made.statusCode()).isEqualTo(201);
        String id = Json.parse(made.body()).path("id").asText();
        assertThat(made.headers().firstValue("Location").orElseThrow()).endsWith(POLICIES + '/' + id);

        JsonNode read = api.json(POLICIES + '/' + id);
        assertThat(read.path("name").asText()).isEqualTo("life");
        assertThat(read.path("effect").path("action").asText()).isEqualTo("deny");
        assertThat(api.json("PUT", POLICIES + '/' + id, read)).isEqualTo(read);
        JsonNode changed = api.json("PATCH", POLICIES + '/' + id, Map.of("disabled", true));
        assertThat(changed.path("disabled").asBoolean()).isTrue();
        assertThat(changed.path("name").asText()).isEqualTo("life");
        assertThat(api.send("DELETE", POLICIES + '/' + id, null).statusCode()).isEqualTo(204);
        assertThat(api.get(POLICIES + '/' + id).statusCode()).isEqualTo(404);

        List<JsonNode> events = adminEvents("AUTHNPOLICY", id);
        assertThat(events)
                .extracting(event -> event.path("operationType").asText())
                .containsExactly("DELETE", "UPDATE", "CREATE");
        JsonNode update = Json.parse(events.get(1).path("representation").asText());
        assertThat(update.path("changes"))
                .isEqualTo(Json.parse("[{\"field\":\"disabled\",\"from\":false,\"to\":true}]"));
    }

    @Test
    @DisplayName("C12 what is not known is refused with its place: an unknown condition names field, line and column")
    void unknownCondition() {
        HttpResponse<String> answer = api.send(
                "POST",
                POLICIES,
                "{\"name\": \"typo\", \"type\": \"application\",\n \"conditions\": {\"not\": {\"ipAdressIn\": [\"x\"]}},\n"
                        + " \"effect\": {\"action\": \"allow\"}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = Json.parse(answer.body()).path("problems").path(0);
        assertThat(problem.path("pointer").asText()).isEqualTo("/conditions/not/ipAdressIn");
        assertThat(problem.path("line").asInt()).isEqualTo(2);
        assertThat(problem.path("column").asInt()).isPositive();
        assertThat(problem.path("message").asText()).contains("ipAdressIn", "ipAddressIn");
        HttpResponse<String> component = world.admin()
                .send(
                        "POST",
                        "/admin/realms/" + REALM + "/components",
                        component("typo", "{\"name\": \"typo\",\n \"conditions\": {\"ipAdressIn\": []}}"));
        assertThat(component.statusCode()).isEqualTo(400);
        assertThat(component.body()).contains("line 2", "ipAdressIn");
    }

    @Test
    @DisplayName(
            "C12 the status says what happened: no JSON, no such list, a taken name, a list in use, changed meanwhile")
    void statuses() {
        String list = id(api.send("POST", LISTS, Map.of("name", "statuses", "ips", List.of("192.0.2.0/24"))));
        Map<String, Object> policy = policy("statuses", "deny");
        policy.put("conditions", Map.of("ipAddressIn", List.of(list)));
        String id = id(api.send("POST", POLICIES, policy));

        assertThat(api.send("POST", POLICIES, "{\"name\":").statusCode()).isEqualTo(400);
        assertThat(api.send("POST", POLICIES, "[]").statusCode()).isEqualTo(400);
        assertThat(api.send("POST", POLICIES, policy("statuses", "allow")).statusCode())
                .isEqualTo(409);
        Map<String, Object> lost = policy("lost", "deny");
        lost.put("conditions", Map.of("ipAddressIn", List.of("no such list")));
        assertThat(api.send("POST", POLICIES, lost).statusCode()).isEqualTo(400);
        assertThat(api.send("DELETE", LISTS + '/' + list, null).statusCode()).isEqualTo(409);
        assertThat(api.send("PUT", POLICIES + "/none", policy("none", "deny")).statusCode())
                .isEqualTo(404);
        HttpResponse<String> bad =
                api.send("PATCH", LISTS + '/' + list, Map.of("ips", List.of("192.0.2.1", "192.0.2.300")));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(Json.parse(bad.body())
                        .path("problems")
                        .path(0)
                        .path("pointer")
                        .asText())
                .isEqualTo("/ips/1");

        HttpResponse<String> stale = raw(
                "PATCH", POLICIES + '/' + id, Map.of("If-Match", "\"other\"", "Authorization", bearer(world.admin())));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(api.send("DELETE", POLICIES + '/' + id, null).statusCode()).isEqualTo(204);
        assertThat(api.send("DELETE", LISTS + '/' + list, null).statusCode()).isEqualTo(204);
    }

    @Test
    @DisplayName(
            "C12 a policy is moved before or after another one by one call, which answers with it and its tag; a move to"
                    + " where it stands writes nothing, and one that makes no sense is refused with its place")
    void moves() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Map<String, Object> policy = policy("move-" + i, "deny");
            policy.put("priority", i * 100);
            ids.add(id(api.send("POST", POLICIES, policy)));
        }
        String path = POLICIES + '/' + ids.get(2) + "/move";

        HttpResponse<String> moved = api.send("POST", path, Map.of("before", ids.get(1)));
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        assertThat(Json.parse(moved.body())).isEqualTo(api.json(POLICIES + '/' + ids.get(2)));
        assertThat(Json.parse(moved.body()).path("priority").asInt()).isEqualTo(150);
        String tag = moved.headers().firstValue("ETag").orElseThrow();
        assertThat(api.get(POLICIES + '/' + ids.get(2)).headers().firstValue("ETag"))
                .contains(tag);
        assertThat(names(api.json(POLICIES + "?filter=name:search:move-")))
                .containsExactly("move-1", "move-3", "move-2");
        HttpResponse<String> again = api.send("POST", path, Map.of("after", ids.get(0)));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        List<JsonNode> events = adminEvents("AUTHNPOLICY", ids.get(2));
        assertThat(events)
                .extracting(event -> event.path("operationType").asText())
                .containsExactly("UPDATE", "CREATE");
        assertThat(Json.parse(events.get(0).path("representation").asText()).path("changes"))
                .isEqualTo(Json.parse("[{\"field\":\"priority\",\"from\":300,\"to\":150}]"));

        assertThat(refusal(api, ids.get(2), Map.of())).isEmpty();
        assertThat(refusal(api, ids.get(2), Map.of("before", ids.get(0), "after", ids.get(1))))
                .isEmpty();
        assertThat(refusal(api, ids.get(2), Map.of("before", ids.get(2)))).isEqualTo("/before");
        assertThat(refusal(api, ids.get(2), Map.of("after", "none"))).isEqualTo("/after");
        assertThat(refusal(api, ids.get(2), Map.of("after", 1))).isEqualTo("/after");
        assertThat(refusal(api, ids.get(2), Map.of("after", ids.get(0), "priority", 1)))
                .isEqualTo("/priority");
        assertThat(refusal(api, ids.get(2), List.of())).isEmpty();
        assertThat(api.send("POST", POLICIES + "/none/move", Map.of("after", ids.get(0)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(raw("POST", path, Map.of("If-Match", "\"other\"", "Authorization", bearer(world.admin())))
                        .statusCode())
                .isEqualTo(412);
        assertThat(raw("POST", path, Map.of("If-Match", tag, "Authorization", bearer(world.admin())))
                        .statusCode())
                .as("the tag is its own, and the body says nothing")
                .isEqualTo(400);
        assertThat(names(api.json(POLICIES + "?filter=name:search:move-")))
                .containsExactly("move-1", "move-3", "move-2");
        ids.forEach(id -> api.send("DELETE", POLICIES + '/' + id, null));
    }

    @Test
    @DisplayName(
            "C12 among five hundred policies of one priority one is moved to the middle by one call; what had to change"
                    + " for it is on record, and nothing else changed")
    void movesAmongMany() {
        int count = 500;
        WireRealm many = world.addRealmWithPolicies(
                "access-many-equal",
                IntStream.range(0, count)
                        .mapToObj(i -> policy("equal-" + i, "deny"))
                        .toList());
        AccessApi calls = AccessApi.of(world.admin(), many);
        calls.switchOn(world.admin().get(world.adminPath(many)).path("id").asText());
        JsonNode before = calls.json(POLICIES + "?limit=" + count);
        List<String> wished = new ArrayList<>(names(before));
        wished.add(count / 2, wished.remove(count - 1));

        JsonNode moved = calls.json(
                "POST",
                POLICIES + '/' + before.path(count - 1).path("id").asText() + "/move",
                Map.of("before", before.path(count / 2).path("id").asText()));

        assertThat(moved.path("name").asText()).isEqualTo(wished.get(count / 2));
        JsonNode after = calls.json(POLICIES + "?limit=" + count);
        assertThat(names(after)).isEqualTo(wished);
        Map<String, JsonNode> former = new HashMap<>();
        before.forEach(policy -> former.put(policy.path("id").asText(), policy));
        int changed = 0;
        for (JsonNode policy : after) {
            ObjectNode one = former.get(policy.path("id").asText()).deepCopy();
            changed += one.path("priority").equals(policy.path("priority")) ? 0 : 1;
            assertThat(policy).isEqualTo(one.set("priority", policy.path("priority")));
        }
        assertThat(changed).isEqualTo(count / 2 - 1);
        assertThat(world.admin().get(world.adminPath(many) + "/admin-events?max=1000&operationTypes=UPDATE"))
                .filteredOn(event -> event.path("resourceType").asText().equals("AUTHNPOLICY"))
                .hasSize(changed);
    }

    @Test
    @DisplayName("C2 C13 IP lists take addresses, blocks and ranges; factors may be words or objects")
    void spellings() {
        JsonNode list = api.json(
                "POST",
                LISTS,
                Map.of(
                        "name",
                        "spellings",
                        "ips",
                        List.of("10.0.0.0/8", "192.0.2.1-192.0.2.9", "2001:db8::/32", "203.0.113.7")));
        assertThat(list.path("ips")).hasSize(4);
        Map<String, Object> policy = policy("spellings", "allow");
        policy.put(
                "effect",
                Map.of(
                        "action",
                        "allow",
                        "obligations",
                        Map.of(
                                "mfa",
                                Map.of("required", true),
                                "mfaFactors",
                                List.of("TOTP", Map.of("type", "WEBAUTHN"), Map.of("type", "DUO")))));

        JsonNode made = api.json("POST", POLICIES, policy);

        assertThat(made.path("effect").path("obligations").path("mfaFactors"))
                .extracting(factor -> factor.path("type").asText())
                .containsExactlyInAnyOrder("TOTP", "WEBAUTHN", "DUO");
        api.send("DELETE", POLICIES + '/' + made.path("id").asText(), null);
        api.send("DELETE", LISTS + '/' + list.path("id").asText(), null);
    }

    @Test
    @DisplayName("C2 comments of a list stay where they are, whoever wrote them and whatever else is changed")
    void comments() {
        List<String> entries = List.of("# Vienna", "192.0.2.0/24 # first floor", "2001:db8::/32");
        JsonNode list = api.json("POST", LISTS, Map.of("name", "comments", "ips", entries));
        String path = LISTS + '/' + list.path("id").asText();

        JsonNode changed = api.json("PATCH", path, Map.of("description", "Where we are"));

        assertThat(changed.path("description").asText()).isEqualTo("Where we are");
        assertThat(changed.path("ips")).extracting(JsonNode::asText).containsExactlyElementsOf(entries);
        assertThat(world.admin()
                        .get(world.adminPath(realm) + "/components/"
                                + list.path("id").asText())
                        .path("config")
                        .path("ips")
                        .path(0)
                        .asText())
                .isEqualTo(String.join("\n", entries));
        assertThat(api.send("PATCH", path, Map.of("ips", List.of("192.0.2.1 # x\n0.0.0.0/0")))
                        .statusCode())
                .isEqualTo(400);
        api.send("DELETE", path, null);
    }

    @Test
    @DisplayName("C12 a list is filtered, sorted and read in pages")
    void pages() {
        for (int i = 0; i < 5; i++) {
            api.json("POST", LISTS, Map.of("name", "page-" + i, "ips", List.of("192.0.2." + i)));
        }

        HttpResponse<String> page = api.get(LISTS + "?filter=name:search:PAGE-&sort=-name&skip=1&limit=2");
        assertThat(page.headers().firstValue("X-Total-Count")).contains("5");
        assertThat(names(Json.parse(page.body()))).containsExactly("page-3", "page-2");
        assertThat(names(api.json(LISTS + "?filter=name:in:page-1%7Cpage-4"))).containsExactly("page-1", "page-4");
        assertThat(api.get(LISTS + "?filter=name").statusCode()).isEqualTo(400);
        assertThat(api.get(LISTS + "?limit=0").statusCode()).isEqualTo(400);
        for (JsonNode list : api.json(LISTS + "?filter=name:search:page-")) {
            api.send("DELETE", LISTS + '/' + list.path("id").asText(), null);
        }
    }

    @Test
    @DisplayName("A49 each endpoint asks for the caller's role: nobody, a user, and administrators with other roles")
    void roles() {
        AdminClient viewer = world.administratorWith(realm, "view-realm");
        AdminClient manager = world.administratorWith(realm, "manage-realm");
        AdminClient users = world.administratorWith(realm, "view-users");
        world.addUser(realm, "nobody-special");
        AdminClient person = new AdminClient(world.server().baseUri(), REALM, "nobody-special", "nobody-special");
        List<String[]> reading = List.of(
                new String[] {"GET", POLICIES},
                new String[] {"GET", POLICIES + "/none"},
                new String[] {"GET", LISTS},
                new String[] {"GET", LISTS + "/none"},
                new String[] {"GET", "/v2/policies"},
                new String[] {"GET", "/v2/policies/firewall"},
                new String[] {"GET", "/v2/policies/firewall/policystatuses"},
                new String[] {"POST", "/v2/simulate"},
                new String[] {"GET", "/v2/apikeys"},
                new String[] {"GET", "/v2/apikeys/none"},
                new String[] {"GET", "/organizations"},
                new String[] {"GET", "/v2/organizations/" + realmId});
        List<String[]> writing = List.of(
                new String[] {"POST", POLICIES},
                new String[] {"PUT", POLICIES + "/none"},
                new String[] {"PATCH", POLICIES + "/none"},
                new String[] {"DELETE", POLICIES + "/none"},
                new String[] {"POST", POLICIES + "/none/move"},
                new String[] {"POST", LISTS},
                new String[] {"PUT", LISTS + "/none"},
                new String[] {"PATCH", LISTS + "/none"},
                new String[] {"DELETE", LISTS + "/none"},
                new String[] {"POST", "/v2/apikeys"},
                new String[] {"DELETE", "/v2/apikeys/none"},
                new String[] {"PUT", "/organizations/none"});
        List<String[]> aboutUsers =
                List.of(new String[] {"GET", "/systemusers"}, new String[] {"GET", "/v2/systemusers/none"});

        List<String[]> all = new ArrayList<>(reading);
        all.addAll(writing);
        all.addAll(aboutUsers);
        for (String[] call : all) {
            assertThat(raw(call[0], call[1], Map.of()).statusCode())
                    .as(String.join(" ", call))
                    .isEqualTo(401);
            assertThat(raw(call[0], call[1], Map.of("Authorization", "Bearer x.y.z"))
                            .statusCode())
                    .as("no token: " + String.join(" ", call))
                    .isEqualTo(401);
            assertThat(status(person, call))
                    .as("a user: " + String.join(" ", call))
                    .isEqualTo(403);
        }
        for (String[] call : reading) {
            assertThat(status(viewer, call))
                    .as("view-realm: " + String.join(" ", call))
                    .isIn(200, 400, 404);
            assertThat(status(users, call))
                    .as("view-users: " + String.join(" ", call))
                    .isEqualTo(403);
        }
        for (String[] call : writing) {
            assertThat(status(viewer, call))
                    .as("view-realm: " + String.join(" ", call))
                    .isEqualTo(403);
            assertThat(status(users, call))
                    .as("view-users: " + String.join(" ", call))
                    .isEqualTo(403);
            assertThat(status(manager, call))
                    .as("manage-realm: " + String.join(" ", call))
                    .isIn(400, 404);
        }
        for (String[] call : aboutUsers) {
            assertThat(status(users, call))
                    .as("view-users: " + String.join(" ", call))
                    .isIn(200, 404);
            assertThat(status(viewer, call))
                    .as("view-realm: " + String.join(" ", call))
                    .isEqualTo(403);
            assertThat(status(manager, call))
                    .as("manage-realm: " + String.join(" ", call))
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("A50 an id of one realm is nothing in another, and so is its administrator")
    void otherRealm() {
        String policy = id(api.send("POST", POLICIES, policy("mine", "deny")));
        String list = id(api.send("POST", LISTS, Map.of("name", "mine", "ips", List.of())));
        AccessApi neighbour = AccessApi.of(world.admin(), world.realm(NEIGHBOUR));

        for (String path : List.of(POLICIES + '/' + policy, LISTS + '/' + list, "/organizations/" + realmId)) {
            assertThat(neighbour.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(neighbour.send("PUT", path, policy("theirs", "deny")).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
        assertThat(neighbour.send("DELETE", POLICIES + '/' + policy, null).statusCode())
                .isEqualTo(404);
        String theirs = id(neighbour.send("POST", POLICIES, policy("neighbours", "deny")));
        assertThat(refusal(api, policy, Map.of("after", theirs))).isEqualTo("/after");
        assertThat(neighbour
                        .send("POST", POLICIES + '/' + policy + "/move", Map.of("after", theirs))
                        .statusCode())
                .isEqualTo(404);
        neighbour.send("DELETE", POLICIES + '/' + theirs, null);
        assertThat(neighbour.send("DELETE", LISTS + '/' + list, null).statusCode())
                .isEqualTo(404);
        Map<String, Object> copy = policy("theirs", "deny");
        copy.put("conditions", Map.of("ipAddressIn", List.of(list)));
        assertThat(neighbour.send("POST", POLICIES, copy).statusCode()).isEqualTo(400);
        AdminClient administrator = world.administratorWith(realm, "manage-realm");
        assertThat(AccessApi.of(administrator, world.realm(NEIGHBOUR))
                        .get(POLICIES)
                        .statusCode())
                .isEqualTo(403);

        assertThat(api.get(POLICIES + '/' + policy).statusCode()).isEqualTo(200);
        api.send("DELETE", POLICIES + '/' + policy, null);
        api.send("DELETE", LISTS + '/' + list, null);
    }

    @Test
    @DisplayName(
            "A53 a change that would lock every administrator out is refused, unless it is forced; so is one that would"
                    + " lock out who makes it")
    void lockOut() {
        AccessApi administrator = AccessApi.of(world.administratorWith(realm, "realm-admin"), realm);
        Map<String, Object> everybody = policy("nobody gets in", "deny");
        everybody.put("type", "admin_portal");
        everybody.remove("targets");
        Map<String, Object> network = new LinkedHashMap<>(everybody);
        network.put("name", "not from here");
        network.put("conditions", Map.of("not", Map.of("locationIn", Map.of("countries", List.of("AQ")))));

        for (HttpResponse<String> refused : List.of(
                api.send("POST", POLICIES, everybody),
                administrator.send("POST", POLICIES, everybody),
                administrator.send("POST", POLICIES, network))) {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(Json.parse(refused.body()).path("error").asText()).isEqualTo("lock_out");
            assertThat(Json.parse(refused.body()).path("message").asText()).contains("?force=true");
        }
        assertThat(api.send("PUT", "/organizations/" + realmId, Map.of("settings", Map.of("defaultPolicy", "deny")))
                        .statusCode())
                .isEqualTo(409);
        assertThat(names(api.json(POLICIES))).doesNotContain("nobody gets in", "not from here");

        everybody.put("mode", "report");
        String id = id(administrator.send("POST", POLICIES, everybody));
        assertThat(administrator
                        .send("PATCH", POLICIES + '/' + id, Map.of("mode", "enforce"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(api.send("PATCH", POLICIES + '/' + id + "?force=true", Map.of("mode", "enforce"))
                        .statusCode())
                .isEqualTo(200);
        String other = id(api.send("POST", POLICIES, policy("beside it", "deny")));
        assertThat(administrator
                        .send("POST", POLICIES + '/' + id + "/move", Map.of("after", other))
                        .statusCode())
                .as("whose message comes first locks nobody out")
                .isEqualTo(200);
        api.send("DELETE", POLICIES + '/' + other, null);
        // What is locked already may be mended in steps.
        assertThat(api.send("PATCH", POLICIES + '/' + id, Map.of("description", "soon gone"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.send("DELETE", POLICIES + '/' + id, null).statusCode()).isEqualTo(204);
    }

    @Test
    @DisplayName(
            "A53 switching on is guarded as any change, editing while off is not; the break-glass group is not taken away from"
                    + " who needs it, and counts for those alone who may set the realm right")
    void guardOfSettings() {
        WireRealm guarded = world.addRealm("access-guard", Map.of());
        AccessApi server = AccessApi.of(world.admin(), guarded);
        String base = world.adminPath(guarded);
        String organization =
                "/organizations/" + world.admin().get(base).path("id").asText();
        AccessApi administrator = AccessApi.of(world.administratorWith(guarded, "realm-admin"), guarded);
        Map<String, Object> everybody = policy("nobody gets in", "deny");
        everybody.put("type", "admin_portal");
        everybody.remove("targets");
        assertThat(set(server, organization, "access", false)).isEqualTo(200);

        assertThat(server.send("POST", POLICIES, everybody).statusCode()).isEqualTo(201);
        for (AccessApi caller : List.of(server, administrator)) {
            HttpResponse<String> on = caller.send("PUT", organization, Map.of("settings", Map.of("access", true)));
            assertThat(on.statusCode()).as(on.body()).isEqualTo(409);
            assertThat(on.body()).contains("lock_out", "nobody gets in");
        }

        world.addUser(guarded, "fireman");
        String glass = world.admin().create(base + "/groups", Map.of("name", "glass"));
        world.admin().put(base + "/users/" + world.userId(guarded, "fireman") + "/groups/" + glass, Map.of());
        assertThat(set(server, organization, "breakGlassGroup", "/glass")).isEqualTo(200);
        assertThat(set(server, organization, "access", true))
                .as("a fireman without a role sets nothing right")
                .isEqualTo(409);
        world.grant(guarded, world.userId(guarded, "fireman"), "realm-admin");
        assertThat(set(server, organization, "access", true)).isEqualTo(200);

        AccessApi fireman =
                AccessApi.of(new AdminClient(world.server().baseUri(), "access-guard", "fireman", "fireman"), guarded);
        for (AccessApi caller : List.of(server, fireman)) {
            for (Object other : List.of("/elsewhere", "")) {
                assertThat(set(caller, organization, "breakGlassGroup", other))
                        .as("break-glass group " + other)
                        .isEqualTo(409);
            }
        }
        assertThat(set(fireman, organization + "?force=true", "breakGlassGroup", ""))
                .isEqualTo(200);
    }

    @Test
    @DisplayName("C2 A53 a list that policies name is not renamed away from them, as it is not deleted")
    void renamedList() {
        String list = id(api.send("POST", LISTS, Map.of("name", "renamed", "ips", List.of("192.0.2.0/24"))));
        Map<String, Object> policy = policy("looks at a list", "deny");
        policy.put("conditions", Map.of("ipAddressIn", List.of("renamed")));
        String byName = id(api.send("POST", POLICIES, policy));

        for (HttpResponse<String> refused : List.of(
                api.send("PATCH", LISTS + '/' + list, Map.of("name", "other")),
                api.send("PUT", LISTS + '/' + list, Map.of("name", "other", "ips", List.of("192.0.2.0/24"))))) {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(Json.parse(refused.body()).path("error").asText()).isEqualTo("in_use");
            assertThat(refused.body()).contains("looks at a list");
        }
        assertThat(api.send("PATCH", LISTS + '/' + list, Map.of("ips", List.of("192.0.2.1")))
                        .statusCode())
                .isEqualTo(200);
        policy.put("conditions", Map.of("ipAddressIn", List.of(list)));
        api.json("PUT", POLICIES + '/' + byName, policy);
        assertThat(api.send("PATCH", LISTS + '/' + list, Map.of("name", "other"))
                        .statusCode())
                .as("named by its id alone")
                .isEqualTo(200);
        api.send("DELETE", POLICIES + '/' + byName, null);
        api.send("DELETE", LISTS + '/' + list, null);
    }

    private static int set(AccessApi caller, String organization, String setting, Object value) {
        return caller.send("PUT", organization, Map.of("settings", Map.of(setting, value)))
                .statusCode();
    }

    @Test
    @DisplayName(
            "A53 who administers by a group above the own one, or by a role that contains another, is not locked out")
    void lockOutOfSubgroup() {
        WireRealm own = world.addRealm("access-lock-out", Map.of());
        String base = world.adminPath(own);
        AdminClient admin = world.admin();
        AccessApi calls = AccessApi.of(admin, own);
        calls.switchOn(admin.get(base).path("id").asText());
        admin.post(base + "/roles", Map.of("name", "operations"));
        String management = admin.get(base + "/clients?clientId=realm-management")
                .path(0)
                .path("id")
                .asText();
        admin.post(
                base + "/roles/operations/composites",
                List.of(admin.get(base + "/clients/" + management + "/roles/realm-admin")));
        String staff = admin.create(base + "/groups", Map.of("name", "staff"));
        admin.create(base + "/groups/" + staff + "/children", Map.of("name", "night"));
        admin.post(base + "/groups/" + staff + "/role-mappings/realm", List.of(admin.get(base + "/roles/operations")));
        admin.create(base + "/users", Map.of("username", "lone", "enabled", true, "groups", List.of("/staff/night")));

        Map<String, Object> policy = policy("no staff", "deny");
        policy.put("type", "admin_portal");
        policy.put("targets", Map.of("userGroups", Map.of("inclusions", List.of("/staff"))));
        HttpResponse<String> refused = calls.send("POST", POLICIES, policy);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(Json.parse(refused.body()).path("error").asText()).isEqualTo("lock_out");
    }

    @Test
    @DisplayName(
            "C6 what-if shows the decision, every policy and every condition's value with its reason; a draft changes"
                    + " nothing")
    void whatIf() {
        String list = id(api.send("POST", LISTS, Map.of("name", "office", "ips", List.of("198.51.100.0/24"))));
        Map<String, Object> policy = policy("MFA outside the office", "allow");
        policy.put("conditions", Map.of("not", Map.of("ipAddressIn", List.of("office"))));
        policy.put("effect", Map.of("action", "allow", "obligations", Map.of("mfa", Map.of("required", true))));
        Map<String, Object> request = new LinkedHashMap<>(
                Map.of("user", TestRealms.ADA, "client", "shop", "ip", "203.0.113.9", "draft", policy));

        JsonNode outside = api.json("POST", "/v2/simulate", request);
        request.put("ip", "198.51.100.7");
        JsonNode inside = api.json("POST", "/v2/simulate", request);

        assertThat(outside.path("decision").path("action").asText()).isEqualTo("require");
        assertThat(outside.path("decision").path("mfa").asBoolean()).isTrue();
        JsonNode explained = outside.path("policies").path(0);
        assertThat(explained.path("standing").asText()).isEqualTo("applied");
        assertThat(explained.path("condition").path("value").asText()).isEqualTo("true");
        assertThat(explained
                        .path("condition")
                        .path("parts")
                        .path(0)
                        .path("reason")
                        .path("message")
                        .asText())
                .contains("203.0.113.9", "office");
        assertThat(inside.path("decision").path("action").asText()).isEqualTo("allow");
        assertThat(inside.path("policies").path(0).path("standing").asText()).isEqualTo("not_matched");
        assertThat(names(api.json(POLICIES))).doesNotContain("MFA outside the office");
        assertThat(api.send("POST", "/v2/simulate", Map.of("user", "nobody at all"))
                        .statusCode())
                .isEqualTo(400);
        api.send("DELETE", LISTS + '/' + list, null);
    }

    @Test
    @DisplayName(
            "A49 C6 what-if tells nobody of users whom they may not see, and answers nothing to what no policy could match")
    void refusedQuestions() {
        AccessApi viewer = AccessApi.of(world.administratorWith(realm, "view-realm"), realm);
        for (String user : List.of(TestRealms.ADA, "nobody at all")) {
            assertThat(viewer.send("POST", "/v2/simulate", Map.of("user", user)).statusCode())
                    .as(user)
                    .isEqualTo(403);
        }

        world.addApplication(realm, "crooked", Map.of("holdfast.accessType", "portal"));
        Map<String, Object> draft = policy("either", "deny");
        Map.<String, Map<String, ?>>of(
                        "/client", Map.of("client", "crooked"),
                        "/draft", Map.of("draft", draft, "policies", List.of(draft)),
                        "/place/country", Map.of("place", Map.of("country", "XX")),
                        "/place/continent", Map.of("place", Map.of("country", "AT", "continent", "eu")),
                        "/place/region", Map.of("place", Map.of("country", "AT", "region", "Vienna")),
                        "/device/os", Map.of("device", Map.of("os", "osx")),
                        "/device/osVersion", Map.of("device", Map.of("osVersion", "rolling")),
                        "/device/assurance", Map.of("device", Map.of("assurance", "tpm")))
                .forEach((pointer, described) -> {
                    Map<String, Object> request = new LinkedHashMap<>(described);
                    request.put("user", TestRealms.ADA);
                    HttpResponse<String> refused = api.send("POST", "/v2/simulate", request);
                    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                    assertThat(Json.parse(refused.body())
                                    .path("problems")
                                    .path(0)
                                    .path("pointer")
                                    .asText())
                            .isEqualTo(pointer);
                });
        assertThat(api.send(
                                "POST",
                                "/v2/simulate",
                                Map.of(
                                        "user",
                                        TestRealms.ADA,
                                        "device",
                                        Map.of("os", "linux", "osVersion", "22.04 LTS", "assurance", "attested"),
                                        "place",
                                        Map.of("country", "AT", "continent", "EU", "region", "AT-9")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "M4 the shapes that older scripts read: organizations in a bare array, merged deeply; users with their MFA")
    void olderScripts() {
        JsonNode organizations = api.json("/organizations");
        assertThat(organizations.isArray()).isTrue();
        assertThat(organizations.path(0).path("id").asText()).isEqualTo(realmId);
        JsonNode before = organizations.path(0).path("settings");
        assertThat(before.path("requireAdminMFA").asBoolean(true)).isFalse();

        JsonNode after = api.json(
                "PUT",
                "/v2/organizations/" + realmId,
                Map.of("settings", Map.of("requireAdminMFA", true, "breakGlassGroup", "/glass")));
        assertThat(after.path("settings").path("requireAdminMFA").asBoolean()).isTrue();
        JsonNode merged =
                api.json("PUT", "/organizations/" + realmId, Map.of("settings", Map.of("requireAdminMFA", false)));
        assertThat(merged.path("settings").path("breakGlassGroup").asText()).isEqualTo("/glass");
        assertThat(api.json("PUT", "/organizations/" + realmId, merged)).isEqualTo(merged);
        assertThat(api.send("PUT", "/organizations/" + realmId, Map.of("settings", Map.of("requireAdminMfa", true)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(adminEvents("ORGANIZATION", realmId)).hasSizeGreaterThanOrEqualTo(2);

        JsonNode users = api.json("/systemusers");
        assertThat(users.path("totalCount").asInt()).isGreaterThanOrEqualTo(2);
        JsonNode ada = StreamSupport.stream(users.path("results").spliterator(), false)
                .filter(user -> user.path("username").asText().equals(TestRealms.ADA))
                .findFirst()
                .orElseThrow();
        assertThat(ada.path("totp_enabled").asBoolean(true)).isFalse();
        assertThat(ada.path("enable_user_portal_multifactor").asBoolean(true)).isFalse();
        assertThat(api.json("/systemusers?filter=username:$eq:grace")
                        .path("totalCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "C12 an API key acts with its service account's roles here, and not in Keycloak's own API; it is shown once, kept as a"
                    + " hash, and over when revoked")
    void apiKeys() {
        String base = world.adminPath(realm);
        String client = world.admin()
                .create(
                        base + "/clients",
                        Map.of("clientId", "robot", "serviceAccountsEnabled", true, "publicClient", false));
        String account = world.admin()
                .get(base + "/clients/" + client + "/service-account-user")
                .path("id")
                .asText();
        HttpResponse<String> made =
                api.send("POST", "/v2/apikeys", Map.of("name", "nightly", "client", "robot", "days", 1));
        assertThat(made.statusCode()).isEqualTo(201);
        String id = Json.parse(made.body()).path("id").asText();
        String key = Json.parse(made.body()).path("key").asText();

        assertThat(withKey("GET", POLICIES, key)).isEqualTo(403);
        world.grant(realm, account, "view-realm");
        assertThat(withKey("GET", POLICIES, key)).isEqualTo(200);
        assertThat(withKey("POST", POLICIES, key)).isEqualTo(403);
        world.grant(realm, account, "manage-realm");
        assertThat(withKey("POST", POLICIES, key)).isEqualTo(400);
        assertThat(withKey("GET", "/v2/apikeys", key)).isEqualTo(403);
        assertThat(withKey("POST", "/v2/apikeys", key)).isEqualTo(403);
        assertThat(withKey("GET", POLICIES, key.substring(0, key.length() - 2) + "xx"))
                .isEqualTo(401);
        assertThat(rawAt(base + "/clients", Map.of("x-api-key", key)).statusCode())
                .isEqualTo(401);
        String neighbour = world.realm(NEIGHBOUR).issuer().getPath() + "/conditional-access/api" + POLICIES;
        assertThat(rawAt(neighbour, Map.of("x-api-key", key)).statusCode()).isEqualTo(401);

        assertThat(api.json("/v2/apikeys").toString()).contains("nightly").doesNotContain(key);
        assertThat(api.get("/v2/apikeys/" + id).body()).doesNotContain(key);
        assertThat(world.admin().get(base + "/components").toString()).doesNotContain("nightly", key);
        assertThat(adminEvents("API_KEY", id).toString()).doesNotContain(key);
        AccessApi manager = AccessApi.of(world.administratorWith(realm, "manage-realm"), realm);
        assertThat(manager.send("POST", "/v2/apikeys", Map.of("name", "up", "client", "robot"))
                        .statusCode())
                .isEqualTo(403);

        assertThat(api.send("DELETE", "/v2/apikeys/" + id, null).statusCode()).isEqualTo(204);
        assertThat(withKey("GET", POLICIES, key)).isEqualTo(401);
    }

    @Test
    @DisplayName("A49 an API key belongs to one client: renamed, it keeps it; deleted and made anew, it is nobody's")
    void keyOfAnotherClient() {
        String clients = world.adminPath(realm) + "/clients";
        Map<String, Object> robot =
                Map.of("clientId", "first-robot", "serviceAccountsEnabled", true, "publicClient", false);
        String client = world.admin().create(clients, robot);
        String key = Json.parse(api.send("POST", "/v2/apikeys", Map.of("name", "once", "client", "first-robot"))
                        .body())
                .path("key")
                .asText();
        assertThat(withKey("GET", POLICIES, key)).isEqualTo(403);

        world.admin().put(clients + '/' + client, Map.of("clientId", "renamed-robot"));
        assertThat(withKey("GET", POLICIES, key)).isEqualTo(403);
        String namesake = world.admin().create(clients, robot);
        assertThat(api.json("/v2/apikeys?filter=name:eq:once")
                        .path(0)
                        .path("client")
                        .asText())
                .isEqualTo("renamed-robot");
        world.admin().delete(clients + '/' + client);
        assertThat(withKey("GET", POLICIES, key)).isEqualTo(401);

        world.admin().delete(clients + '/' + namesake);
    }

    @Test
    @DisplayName("C12 the description by OpenAPI is there for everybody, and each thing that it lists answers")
    void description() throws Exception {
        HttpResponse<String> answer = raw("GET", "/openapi.json", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode document = Json.parse(answer.body());
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String at = path.getKey().replaceFirst("^/api", "").replace("{id}", "none");
                    if (!at.equals("/openapi.json")) {
                        assertThat(raw(method.toUpperCase(java.util.Locale.ROOT), at, Map.of())
                                        .statusCode())
                                .as(method + ' ' + at)
                                .isEqualTo(401);
                    }
                }));
    }

    @Test
    @DisplayName("T2 the realm's checks of devices are read as policies, with each device's status")
    void postureStatuses() {
        var agent = world.agent(realm);
        realm.send(agent.posture(
                        1, Map.of("firewall", Map.of("value", false), "disk_encrypted", Map.of("value", true))))
                .granted();

        assertThat(api.json("/v2/policies?filter=id:eq:firewall")
                        .path(0)
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(status("firewall", agent.did())).isEqualTo("failed");
        assertThat(status("disk_encryption", agent.did())).isEqualTo("success");
        assertThat(status("screen_lock", agent.did())).isEqualTo("pending");
        assertThat(api.get("/v2/policies/none/policystatuses").statusCode()).isEqualTo(404);
    }

    private String status(String check, String device) {
        return api.json("/v2/policies/" + check + "/policystatuses?filter=systemID:eq:" + device)
                .path(0)
                .path("status")
                .asText();
    }

    static Map<String, Object> policy(String name, String action) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("name", name);
        policy.put("type", "application");
        policy.put("effect", Map.of("action", action));
        policy.put("targets", Map.of("resources", List.of(Map.of("type", "application", "id", "no-such-client"))));
        if (!action.equals("deny")) {
            policy.remove("targets");
        }
        return policy;
    }

    private static Map<String, Object> component(String name, String document) {
        return Map.of(
                "name",
                name,
                "providerId",
                "holdfast-access-policy",
                "providerType",
                "dev.holdfast.access.keycloak.realm.AccessPolicyProvider",
                "config",
                Map.of("document", List.of(document)));
    }

    private static String id(HttpResponse<String> made) {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Json.parse(made.body()).path("id").asText();
    }

    /** Where the problem is for which a move is refused. */
    private static String refusal(AccessApi caller, String id, Object place) {
        HttpResponse<String> refused = caller.send("POST", POLICIES + '/' + id + "/move", place);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode problems = Json.parse(refused.body()).path("problems");
        assertThat(problems).hasSize(1);
        assertThat(problems.path(0).path("message").asText()).isNotEmpty();
        return problems.path(0).path("pointer").asText();
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path("name").asText())
                .toList();
    }

    private int status(AdminClient caller, String[] call) {
        Object body = call[0].equals("GET") || call[0].equals("DELETE") ? null : Map.of();
        return AccessApi.of(caller, realm).send(call[0], call[1], body).statusCode();
    }

    private List<JsonNode> adminEvents(String type, String id) {
        return StreamSupport.stream(
                        world.admin()
                                .get(world.adminPath(realm) + "/admin-events?max=500")
                                .spliterator(),
                        false)
                .filter(event -> event.path("resourceType").asText().equals(type)
                        && event.path("resourcePath").asText().endsWith(id))
                .toList();
    }

    private static String bearer(AdminClient caller) {
        return "Bearer " + caller.token();
    }

    private int withKey(String method, String path, String key) {
        return raw(method, path, Map.of("x-api-key", key)).statusCode();
    }

    private HttpResponse<String> raw(String method, String path, Map<String, String> headers) {
        return send(method, realm.issuer().getPath() + "/conditional-access/api" + path, headers);
    }

    private HttpResponse<String> rawAt(String path, Map<String, String> headers) {
        return send("GET", path, headers);
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(world.server().baseUri() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET") || method.equals("DELETE")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
