package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.WireRealm;
import java.util.HashMap;
import java.util.Map;

/** A server that signs its users in by the password grant and a phone, as the guide to other doors has it. */
record GrantDoor(WireRealm realm, String clientId, String secret) {
    private static final String FLOW = "direct grant with push";

    /** Makes the flow, once for a realm, and a confidential client that uses it. */
    static GrantDoor open(World world, WireRealm realm, String clientId, Map<String, String> attributes) {
        return client(world, realm, clientId, attributes, false);
    }

    /** The same with a public client, which nobody should do. */
    static GrantDoor openPublic(World world, WireRealm realm, String clientId, Map<String, String> attributes) {
        return client(world, realm, clientId, attributes, true);
    }

    private static GrantDoor client(
            World world, WireRealm realm, String clientId, Map<String, String> attributes, boolean isPublic) {
        AdminClient admin = world.admin();
        String base = world.adminPath(realm);
        String secret = "secret-of-" + clientId;
        Map<String, Object> client = new HashMap<>();
        client.put("clientId", clientId);
        client.put("publicClient", isPublic);
        client.put("secret", secret);
        client.put("standardFlowEnabled", false);
        client.put("directAccessGrantsEnabled", true);
        client.put("attributes", attributes);
        client.put("authenticationFlowBindingOverrides", Map.of("direct_grant", flow(admin, base)));
        admin.create(base + "/clients", client);
        return new GrantDoor(realm, clientId, isPublic ? "" : secret);
    }

    private static String flow(AdminClient admin, String base) {
        String flows = base + "/authentication/flows";
        if (find(admin, flows).isEmpty()) {
            admin.post(flows + "/direct%20grant/copy", Map.of("newName", FLOW));
            String copy = flows + "/" + FLOW.replace(" ", "%20") + "/executions";
            admin.post(copy + "/execution", Map.of("provider", "holdfast-push-grant"));
            for (JsonNode step : admin.get(copy)) {
                if (step.path("providerId").asText().equals("holdfast-push-grant")) {
                    admin.put(copy, ((ObjectNode) step).put("requirement", "REQUIRED"));
                }
            }
        }
        return find(admin, flows);
    }

    private static String find(AdminClient admin, String flows) {
        for (JsonNode flow : admin.get(flows)) {
            if (flow.path("alias").asText().equals(FLOW)) {
                return flow.path("id").asText();
            }
        }
        return "";
    }

    /** A sign-in by a password that is the user's name. */
    Answer signIn(String user, Map<String, String> more) {
        return signIn(user, user, more);
    }

    Answer signIn(String user, String password, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", "password");
        form.put("client_id", clientId);
        form.put("username", user);
        form.put("password", password);
        if (!secret.isEmpty()) {
            form.put("client_secret", secret);
        }
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }
}
