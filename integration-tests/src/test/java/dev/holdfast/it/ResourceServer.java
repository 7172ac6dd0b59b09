package dev.holdfast.it;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.WireRealm;
import java.util.Map;

/** An application whose resources Keycloak's authorization services look after; it permits everybody everything. */
record ResourceServer(WireRealm realm, String clientId) {
    private static final String SECRET = "of-a-test";

    static ResourceServer make(World world, WireRealm realm, String clientId, Map<String, String> attributes) {
        String base = world.adminPath(realm) + "/clients";
        String id = world.admin()
                .create(
                        base,
                        Map.of(
                                "clientId",
                                clientId,
                                "secret",
                                SECRET,
                                "serviceAccountsEnabled",
                                true,
                                "authorizationServicesEnabled",
                                true,
                                "attributes",
                                attributes));
        String settings = base + "/" + id + "/authz/resource-server";
        world.admin().put(settings, Map.of("policyEnforcementMode", "PERMISSIVE", "decisionStrategy", "AFFIRMATIVE"));
        if (world.admin().get(settings + "/resource").isEmpty()) {
            world.admin().post(settings + "/resource", Map.of("name", "files"));
        }
        return new ResourceServer(realm, clientId);
    }

    /**
     * Trades somebody's access token for permissions here.
     *
     * @param requester a confidential client whose secret is {@code of-a-test}
     */
    Answer permissions(String requester, String token) {
        return realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                        "subject_token", token,
                        "client_id", requester,
                        "client_secret", SECRET,
                        "audience", clientId));
    }
}
