package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireRealm;
import java.net.http.HttpResponse;
import java.util.Map;

/** The endpoints of conditional access of one realm, for one caller. */
record AccessApi(AdminClient caller, String base) {
    static AccessApi of(AdminClient caller, WireRealm realm) {
        return new AccessApi(caller, realm.issuer().getPath() + "/conditional-access/api");
    }

    HttpResponse<String> send(String method, String path, Object body) {
        return caller.send(method, base + path, body);
    }

    HttpResponse<String> get(String path) {
        return caller.send("GET", base + path, null);
    }

    /** The JSON of a success. */
    JsonNode json(String method, String path, Object body) {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(method + ' ' + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Json.parse(answer.body());
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Json.parse(answer.body());
    }

    /** Switches conditional access on, as the set-up of a realm does. */
    void switchOn(String realmId) {
        json("PUT", "/organizations/" + realmId, Map.of("settings", Map.of("access", true)));
    }
}
