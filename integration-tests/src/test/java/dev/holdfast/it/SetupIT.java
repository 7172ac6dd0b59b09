package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("G17 One call sets a realm up, and one takes it back")
class SetupIT {
    private static final String SETUP = "/admin/realms/" + TestRealms.PLAIN + "/holdfast/setup";

    private final World world;
    private final AdminClient admin;

    SetupIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @Test
    @DisplayName("set up, again without change, sign in, undo restores the former flow and clients, set up works again")
    void setUpAndUndo() {
        admin.delete(SETUP);
        JsonNode stateBefore = admin.get(SETUP);
        TreeMap<String, JsonNode> before = snapshot();
        assertThat(stateBefore.path("deviceStep").asBoolean()).isFalse();
        assertThat(discovery()).isEqualTo("feature_disabled");

        JsonNode state = admin.post(SETUP, null);
        for (String part : List.of(
                "keys",
                "agentClient",
                "consoleClient",
                "clientScope",
                "requiredActions",
                "deviceStep",
                "boundCookie",
                "push",
                "pushStep",
                "insights",
                "access",
                "factorFlow")) {
            assertThat(state.path(part).asBoolean()).as(part).isTrue();
        }
        assertThat(state.path("browserFlow").asText())
                .isNotEqualTo(stateBefore.path("browserFlow").asText());
        TreeMap<String, JsonNode> after = snapshot();
        assertThat(after).isNotEqualTo(before);
        assertThat(admin.post(SETUP, null)).isEqualTo(state);
        assertThat(snapshot()).as("run twice").isEqualTo(after);
        signInOnce();

        admin.delete(SETUP);
        assertThat(admin.get(SETUP)).isEqualTo(stateBefore);
        snapshot().forEach((part, now) -> assertThat(now).as(part).isEqualTo(before.get(part)));
        assertThat(discovery()).isEqualTo("feature_disabled");
        Tab stock = Visitor.withoutExtension(world.acme()).open(App.SHOP);
        assertThat(stock.page().asksForPassword()).as("another realm").isTrue();
        admin.delete(SETUP);
        assertThat(admin.get(SETUP)).isEqualTo(stateBefore);

        assertThat(admin.post(SETUP, null)).isEqualTo(state);
        signInOnce();
        admin.delete(SETUP);
    }

    @Test
    @DisplayName("A51 a realm whose actions stand elsewhere says so, and the next set-up puts them where they belong")
    void places() {
        admin.post(SETUP, null);
        String action =
                "/admin/realms/" + TestRealms.PLAIN + "/authentication/required-actions/holdfast-access-check-late";
        ObjectNode late = (ObjectNode) admin.get(action);
        admin.put(action, late.deepCopy().put("priority", 10_001));
        assertThat(admin.get(SETUP).path("requiredActions").asBoolean()).isFalse();

        assertThat(admin.post(SETUP, null).path("requiredActions").asBoolean()).isTrue();

        assertThat(admin.get(action)).isEqualTo(late);
        admin.delete(SETUP);
    }

    @Test
    @DisplayName("the execution stands in the flow editor with help texts and a typed setting")
    void execution() {
        JsonNode description = admin.get(
                "/admin/realms/" + TestRealms.ACME + "/authentication/config-description/holdfast-device-login");

        assertThat(description.path("helpText").asText()).isNotEmpty();
        assertThat(description.path("properties")).singleElement().satisfies(property -> {
            assertThat(property.path("name").asText()).isEqualTo("silent");
            assertThat(property.path("type").asText()).isEqualTo("boolean");
            assertThat(property.path("label").asText()).isNotEmpty();
            assertThat(property.path("helpText").asText()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("settings out of their bounds are refused with a sentence")
    void bounds() {
        JsonNode component = world.component(TestRealms.ACME);
        for (String wrong : List.of("29", "601", "abc", "-1", "99999999999999999999")) {
            com.fasterxml.jackson.databind.node.ObjectNode changed = component.deepCopy();
            changed.withObjectProperty("config").putArray("nonceLifetime").add(wrong);
            HttpResponse<String> answer = admin.send(
                    "PUT",
                    "/admin/realms/" + TestRealms.ACME + "/components/"
                            + component.path("id").asText(),
                    changed);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains("Nonce lifetime must be a whole number from 30 to 600");
        }
        assertThat(world.component(TestRealms.ACME)).isEqualTo(component);
    }

    @Test
    @DisplayName("A49 without an administrator's role every admin call is refused")
    void roles() throws Exception {
        AdminClient nobody = new AdminClient(world.server().baseUri(), TestRealms.ACME, TestRealms.ADA, TestRealms.ADA);
        String base = "/admin/realms/" + TestRealms.ACME + "/holdfast/";
        for (List<String> call : List.of(
                List.of("GET", "setup"),
                List.of("POST", "setup"),
                List.of("DELETE", "setup"),
                List.of("GET", "console"),
                List.of("POST", "console"),
                List.of("DELETE", "console"),
                List.of("GET", "settings"),
                List.of("GET", "history/0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11"),
                List.of("GET", "enrolment-tokens"),
                List.of("POST", "enrolment-tokens"),
                List.of("DELETE", "enrolment-tokens/x"),
                List.of("GET", "push/phones?username=ada"),
                List.of("POST", "push/consents"),
                List.of("POST", "push/vapid-rotation"),
                List.of("DELETE", "push/phones/0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11"))) {
            Object body = call.get(0).equals("POST") && call.get(1).endsWith("tokens")
                    ? Json.object().put("uses", 1)
                    : null;
            assertThat(nobody.send(call.get(0), base + call.get(1), body).statusCode())
                    .as("%s", call)
                    .isEqualTo(403);
            HttpRequest anonymous = HttpRequest.newBuilder(
                            URI.create(world.server().baseUri() + base + call.get(1)))
                    .header("Content-Type", "application/json")
                    .method(call.get(0), HttpRequest.BodyPublishers.ofString("{\"uses\":1}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(anonymous, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as("%s", call)
                    .isEqualTo(401);
        }
        assertThat(admin.get(base + "setup").path("deviceStep").asBoolean()).isTrue();
    }

    private void signInOnce() {
        WireRealm realm = new WireRealm(world.server().issuer(TestRealms.PLAIN));
        WireAgent agent = WireAgent.enrol(realm, world.enrolmentToken(realm, 1));
        assertThat(world.signIn(world.registration(agent, TestRealms.ADA, WireKey.es256()))
                        .isSignedIn())
                .isTrue();
    }

    private String discovery() {
        return world.acme()
                .get(world.server().issuer(TestRealms.PLAIN) + "/device-token/.well-known/device-configuration")
                .refusal();
    }

    /** What an administrator sees of the realm, without what changes by itself. */
    private TreeMap<String, JsonNode> snapshot() {
        String realm = "/admin/realms/" + TestRealms.PLAIN;
        TreeMap<String, JsonNode> all = new TreeMap<>();
        all.put("realm", admin.get(realm));
        for (String part : List.of(
                "/authentication/flows",
                "/authentication/required-actions",
                "/authentication/flows/browser/executions",
                "/client-scopes",
                "/default-default-client-scopes",
                "/components",
                "/clients")) {
            all.put(part, sorted(admin.get(realm + part)));
        }
        return all;
    }

    /** The order in lists without meaning is not compared. */
    private static JsonNode sorted(JsonNode list) {
        TreeSet<String> elements = new TreeSet<>();
        for (JsonNode element : list) {
            if (element.get("defaultClientScopes") instanceof com.fasterxml.jackson.databind.node.ArrayNode scopes) {
                TreeSet<String> names = new TreeSet<>();
                scopes.forEach(scope -> names.add(scope.asText()));
                ((com.fasterxml.jackson.databind.node.ObjectNode) element).set("defaultClientScopes", Json.of(names));
            }
            elements.add(element.toString());
        }
        return Json.of(elements);
    }
}
