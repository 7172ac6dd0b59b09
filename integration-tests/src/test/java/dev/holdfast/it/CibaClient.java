package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.WireRealm;
import java.util.HashMap;
import java.util.Map;

/** A client that asks its users of its own (OpenID CIBA), as the administrator's guide has it. */
record CibaClient(WireRealm realm, String clientId, String secret) {
    private static final long PATIENCE_MILLIS = 20_000;

    static CibaClient open(World world, WireRealm realm, String clientId, Map<String, String> attributes) {
        return client(world, realm, clientId, attributes, false);
    }

    /** The same with a public client, which nobody should do. */
    static CibaClient openPublic(World world, WireRealm realm, String clientId, Map<String, String> attributes) {
        return client(world, realm, clientId, attributes, true);
    }

    private static CibaClient client(
            World world, WireRealm realm, String clientId, Map<String, String> attributes, boolean isPublic) {
        String secret = "secret-of-" + clientId;
        Map<String, String> all = new HashMap<>(attributes);
        all.put("oidc.ciba.grant.enabled", "true");
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of(
                                "clientId", clientId,
                                "publicClient", isPublic,
                                "secret", secret,
                                "standardFlowEnabled", false,
                                "attributes", all));
        return new CibaClient(realm, clientId, isPublic ? "" : secret);
    }

    /** The same client, whose requests reach the realm by another way. */
    CibaClient through(WireRealm way) {
        return new CibaClient(way, clientId, secret);
    }

    Answer ask(String user, Map<String, String> more) {
        Map<String, String> form = form(more);
        form.put("scope", "openid");
        form.put("login_hint", user);
        return realm.postForm(realm.issuer() + "/protocol/openid-connect/ext/ciba/auth", form);
    }

    /** What the realm gave for the number that this client shows. */
    String asked(String user, String number) {
        JsonNode answer = ask(user, Map.of("push_number", number)).granted();
        return answer.path("auth_req_id").asText();
    }

    Answer tryPoll(String authReqId) {
        Map<String, String> form = form(Map.of("grant_type", "urn:openid:params:grant-type:ciba"));
        form.put("auth_req_id", authReqId);
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }

    /** Asks again as long as the realm says that it was asked too soon. */
    Answer poll(String authReqId) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            Answer answer = tryPoll(authReqId);
            if (answer.isGranted() || !answer.refusal().equals("slow_down") || System.currentTimeMillis() > end) {
                return answer;
            }
            pause();
        }
    }

    /** A request of this client with a form that somebody wrote down. */
    Answer send(String path, Map<String, String> form) {
        return realm.postForm(realm.issuer() + path, form(form));
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Map<String, String> form(Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("client_id", clientId);
        if (!secret.isEmpty()) {
            form.put("client_secret", secret);
        }
        return form;
    }
}
