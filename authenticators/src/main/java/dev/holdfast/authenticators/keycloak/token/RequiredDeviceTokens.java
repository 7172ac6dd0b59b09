package dev.holdfast.authenticators.keycloak.token;

import dev.holdfast.authenticators.keycloak.device.Applications;
import dev.holdfast.authenticators.keycloak.session.DeviceSession;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * The last look at tokens for an application that requires the device. Not every grant passes a browser flow: token
 * exchange, CIBA, JWT grants and permission tickets make tokens of other tokens or of another channel's word. Whatever the
 * grant, the tokens must belong to a session that a device started (A35).
 */
final class RequiredDeviceTokens implements TokenPostProcessor {
    private final KeycloakSession session;

    RequiredDeviceTokens(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        ClientSessionContext clientSession = context.clientSessionCtx();
        UserSessionModel userSession = clientSession.getClientSession().getUserSession();
        Optional<ClientModel> strict = recipients(clientSession)
                .filter(Applications::requireDevice)
                .findFirst()
                .filter(any -> DeviceRealms.of(session).isPresent())
                // An application that acts for itself is no person with a device.
                .filter(any -> userSession.getUser().getServiceAccountClientLink() == null);
        if (strict.isPresent() && !isProven(userSession)) {
            refuse(strict.get(), userSession);
        }
    }

    /** Who the tokens are for: whoever asked, and whom the request names beside (RFC 8693 §2.1, {@code audience}). */
    private static Stream<ClientModel> recipients(ClientSessionContext clientSession) {
        ClientModel[] named = clientSession.getAttribute(Constants.REQUESTED_AUDIENCE_CLIENTS, ClientModel[].class);
        return Stream.concat(
                Stream.of(clientSession.getClientSession().getClient()),
                Optional.ofNullable(named).stream().flatMap(Arrays::stream));
    }

    private boolean isProven(UserSessionModel userSession) {
        return DeviceSession.of(userSession)
                .filter(bound -> bound.isInGoodStanding(session, userSession.getRealm()))
                .isPresent();
    }

    private void refuse(ClientModel application, UserSessionModel userSession) {
        new EventBuilder(userSession.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(application)
                .user(userSession.getUser())
                .session(userSession)
                .detail("device_event", "device_required_refused")
                .error("device_required");
        throw new CorsErrorResponseException(
                Cors.builder(),
                OAuthErrorException.INVALID_GRANT,
                "The application requires a device",
                Response.Status.BAD_REQUEST);
    }
}
