package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.revocation.Revocation;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;

/** {@code /revoke} (docs/protocol.md §9). */
final class RevocationEndpoint {
    private RevocationEndpoint() {}

    static Response.ResponseBuilder revoke(DeviceTokenCall call, InputStream body) {
        Revocation.Revoked revoked =
                new Revocation(call.realm(), call.registry(), call.spentNonces()).revoke(RequestBody.message(body));
        revoked.registrations().forEach(call.registrationEnd()::follow);
        call.events().revoked(revoked.device(), revoked.registrations(), revoked.wholeDevice(), revoked.reason());
        return JsonAnswer.of(200, Map.of());
    }
}
