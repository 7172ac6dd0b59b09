package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.RealmFile;
import dev.holdfast.it.wire.Json;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Policies in realm files")
class PoliciesAsCodeIT {
    private static final String PACKAGE = "dev.holdfast.access.keycloak.realm.";
    private static final String POLICY =
            "{\"name\": \"MFA outside the office\", \"type\": \"application\", \"priority\": 10,\n"
                    + " \"conditions\": {\"not\": {\"ipAddressIn\": [\"Office\"]}},\n"
                    + " \"effect\": {\"action\": \"allow\", \"obligations\": {\"mfa\": {\"required\": true}}}}";

    private final World world;

    PoliciesAsCodeIT(World world) {
        this.world = world;
    }

    @Test
    @DisplayName(
            "C12 a realm file brings settings, lists and policies, which decide at once; what the realm then exports"
                    + " makes the same realm again")
    void roundTrip() {
        ObjectNode file = realmFile("as-code", POLICY);
        world.admin().create("/admin/realms", file);

        JsonNode first = decisions("as-code");
        assertThat(first.path("outside").asText()).isEqualTo("require");
        assertThat(first.path("inside").asText()).isEqualTo("allow");
        ObjectNode exported =
                (ObjectNode) world.admin().post("/admin/realms/as-code/partial-export?exportClients=false", null);
        assertThat(exported.path("components")
                        .path(PACKAGE + "AccessPolicyProvider")
                        .path(0)
                        .path("config")
                        .path("document")
                        .path(0)
                        .asText())
                .isEqualTo(POLICY);
        ObjectNode again = RealmFile.named("as-code-again")
                .user("ada", "ada", "Ada", "Lovelace")
                .json();
        ObjectNode components = again.putObject("components");
        for (String type : new String[] {"AccessProvider", "IpListProvider", "AccessPolicyProvider"}) {
            ArrayNode copies =
                    (ArrayNode) exported.path("components").path(PACKAGE + type).deepCopy();
            // Ids are the server's; names are what one component knows another by.
            copies.forEach(copy -> ((ObjectNode) copy).remove("id"));
            components.set(PACKAGE + type, copies);
        }
        world.admin().create("/admin/realms", again);
        assertThat(decisions("as-code-again")).isEqualTo(first);
    }

    @Test
    @DisplayName(
            "C12 tools that write components by the admin API change a policy, and a mistake is refused with its line")
    void components() {
        world.admin().create("/admin/realms", realmFile("as-components", POLICY));
        String path = "/admin/realms/as-components/components";
        ObjectNode component = (ObjectNode) world.admin()
                .get(path + "?type=" + PACKAGE + "AccessPolicyProvider")
                .path(0);
        String id = component.path("id").asText();

        component.withObject("/config").putArray("document").add(POLICY.replace("\"not\"", "\"nor\""));
        HttpResponse<String> refused = world.admin().send("PUT", path + '/' + id, component);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("line 2", "nor");
        assertThat(decisions("as-components").path("outside").asText()).isEqualTo("require");

        component.withObject("/config").putArray("document").add(POLICY.replace("{\"required\": true}", "{}"));
        assertThat(world.admin().send("PUT", path + '/' + id, component).statusCode())
                .isEqualTo(204);
        assertThat(decisions("as-components").path("outside").asText()).isEqualTo("allow");
    }

    @Test
    @DisplayName("C12 a realm file with a policy that cannot be read makes no realm")
    void badFile() {
        HttpResponse<String> refused = world.admin()
                .send("POST", "/admin/realms", realmFile("as-bad-code", POLICY.replace("\"effect\"", "\"efect\"")));

        assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(world.admin().send("GET", "/admin/realms/as-bad-code", null).statusCode())
                .isEqualTo(404);
    }

    private JsonNode decisions(String realm) {
        AccessApi api = new AccessApi(world.admin(), "/realms/" + realm + "/conditional-access/api");
        ObjectNode decisions = Json.object();
        Map.of("outside", "203.0.113.9", "inside", "198.51.100.7")
                .forEach((name, address) -> decisions.put(
                        name,
                        api.json("POST", "/v2/simulate", Map.of("user", "ada", "type", "application", "ip", address))
                                .path("decision")
                                .path("action")
                                .asText()));
        return decisions;
    }

    private static ObjectNode realmFile(String name, String policy) {
        ObjectNode realm =
                RealmFile.named(name).user("ada", "ada", "Ada", "Lovelace").json();
        ObjectNode components = realm.putObject("components");
        add(components, "AccessProvider", "holdfast-access", "Holdfast conditional access", "requireAdminMFA", "false");
        add(components, "IpListProvider", "holdfast-ip-list", "Office", "ips", "198.51.100.0/24\n2001:db8::/32");
        add(components, "AccessPolicyProvider", "holdfast-access-policy", "MFA outside the office", "document", policy);
        return realm;
    }

    private static void add(
            ObjectNode components, String type, String provider, String name, String key, String value) {
        ObjectNode component = components
                .putArray(PACKAGE + type)
                .addObject()
                .put("name", name)
                .put("providerId", provider);
        component.putObject("config").putArray(key).add(value);
    }
}
