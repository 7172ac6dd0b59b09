package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.proof.SessionProof;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;

/** {@code /proof} (docs/protocol.md §13). */
final class ProofEndpoint {
    private ProofEndpoint() {}

    static Response.ResponseBuilder prove(DeviceTokenCall call, InputStream body) {
        SessionProof.Proven proven = new SessionProof(call.realm(), call.spentNonces())
                .prove(RequestBody.message(body), call.registry(), call.users());
        call.events().proven(proven.subject().device(), proven.subject().registration(), proven.clientId());
        return JsonAnswer.of(200, Map.of("dust", proven.dust()));
    }
}
