package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.keycloak.credential.RegistrationCredentials;
import dev.holdfast.device.keycloak.registration.KeycloakSignInProofs;
import dev.holdfast.device.keycloak.registration.RegistrationMail;
import dev.holdfast.device.registration.DeviceRegistration;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /registrations} (docs/protocol.md §5). */
final class RegistrationEndpoint {
    private RegistrationEndpoint() {}

    static Response.ResponseBuilder register(DeviceTokenCall call, InputStream body) {
        String issuer = call.realm().endpoints().issuer();
        DeviceRegistration.Registered registered = new DeviceRegistration(
                        call.realm(),
                        call.registry(),
                        call.users(),
                        new KeycloakSignInProofs(call.session(), issuer),
                        call.spentNonces())
                .register(RequestBody.message(body));
        registered.replaced().ifPresent(call.registrationEnd()::follow);
        Registration registration = registered.registration();
        new RegistrationCredentials(call.session()).add(registration, registered.device());
        if (call.realm().settings().mailsRegistrations()) {
            new RegistrationMail(call.session()).send(registration, registered.device());
        }
        call.events().registered(registered.device(), registration, registered.replaced());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("registration", registration.id().toString());
        answer.put("account", registered.account().name());
        answer.put("durt", registered.durt().reveal());
        answer.put("durt_expires_in", call.secondsUntil(registration.durtExpiresAt()));
        answer.put("active_until", registration.activeUntil().getEpochSecond());
        return JsonAnswer.of(200, answer);
    }
}
