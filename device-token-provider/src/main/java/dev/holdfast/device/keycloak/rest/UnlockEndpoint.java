package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.unlock.DeviceUnlock;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /unlock} (docs/protocol.md §8). */
final class UnlockEndpoint {
    private UnlockEndpoint() {}

    static Response.ResponseBuilder unlock(DeviceTokenCall call, InputStream body) {
        DeviceUnlock.Unlocked unlocked = new DeviceUnlock(call.realm(), call.spentNonces())
                .unlock(RequestBody.message(body), call.registry(), call.users());
        call.events().unlocked(unlocked.subject().device(), unlocked.subject().registration(), unlocked.presence());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("active_until", unlocked.presence().activeUntil().getEpochSecond());
        answer.put("verified_at", unlocked.presence().verifiedAt().getEpochSecond());
        return JsonAnswer.of(200, answer);
    }
}
