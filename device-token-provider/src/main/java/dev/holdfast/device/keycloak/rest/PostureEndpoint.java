package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.reporting.PostureReporting;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /posture} (docs/protocol.md §14). */
final class PostureEndpoint {
    private PostureEndpoint() {}

    static Response.ResponseBuilder report(DeviceTokenCall call, InputStream body) {
        PostureReporting.Reported reported = new PostureReporting(call.realm(), call.registry(), call.spentNonces())
                .receive(RequestBody.message(body));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid_until", reported.validUntil().getEpochSecond());
        answer.put("compliance", reported.standing().compliance().word());
        answer.put("checks", reported.standing().missing());
        return JsonAnswer.of(200, answer);
    }
}
