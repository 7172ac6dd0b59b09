package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.enrolment.AgentAdoption;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /agents/adopt} (docs/protocol.md §4). */
final class AdoptionEndpoint {
    private AdoptionEndpoint() {}

    static Response.ResponseBuilder adopt(DeviceTokenCall call, InputStream body) {
        AgentAdoption.Adopted adopted = new AgentAdoption(
                        call.realm(), call.registry(), call.users(), call.spentNonces())
                .adopt(RequestBody.message(body));
        call.events().adopted(adopted.device(), adopted.again());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("did", adopted.device().did().toString());
        answer.put("assurance", adopted.device().assurance().value());
        answer.put("not_after", adopted.end().getEpochSecond());
        answer.put("issuer", call.realm().endpoints().issuer());
        answer.put("trusted_origins", Discovery.originsOf(call.realm()));
        return JsonAnswer.of(200, answer);
    }
}
