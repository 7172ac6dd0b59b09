package dev.holdfast.authenticators.keycloak.refresh;

import dev.holdfast.authenticators.keycloak.device.Applications;
import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.authenticators.keycloak.session.DeviceSession;
import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;

/**
 * Keycloak's refresh with two checks more for device sessions, off-line ones too: device and registration are asked for
 * each time, and an application with a session length of its own needs a proof that is young enough.
 */
final class DeviceRefreshTokens extends DefaultRefreshTokenProvider {
    DeviceRefreshTokens(KeycloakSession session) {
        super(session);
    }

    @Override
    public boolean supports(InitialRefreshTokenContext context) {
        return proofEnds(context.clientSessionCtx().getClientSession()).isPresent();
    }

    @Override
    public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
        RefreshToken token = super.generateRefreshToken(context);
        proofEnds(context.clientSessionCtx().getClientSession())
                .filter(end -> token.getExp() == null || token.getExp() == 0 || token.getExp() > end)
                .ifPresent(token::exp);
        return token;
    }

    @Override
    public boolean supports(RefreshTokenContext context) {
        String provider = context.oldRefreshToken().getProvider();
        return RealmDeviceLoginFactory.componentOf(context.grantContext().getRealm())
                        .isPresent()
                // Other kinds of refresh tokens have providers of their own.
                && (provider == null || DefaultRefreshTokenProviderFactory.PROVIDER_ID.equals(provider))
                && super.supports(context);
    }

    @Override
    protected TokenManager.TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        TokenManager.TokenValidation validation = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        Optional<DeviceSession> bound = DeviceSession.of(validation.userSession);
        if (bound.isPresent() && !bound.get().isInGoodStanding(session, realm)) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "Session not active");
        }
        if (bound.isPresent() && !bound.get().isInCondition(session, realm)) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "Device not compliant");
        }
        boolean overdue = proofEnds(validation.clientSessionCtx.getClientSession())
                .filter(end -> end <= Time.currentTime())
                .isPresent();
        if (overdue) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "Session needs a proof of its device");
        }
        return validation;
    }

    /** Until when the application's last proof serves, in seconds; nothing where the application has no such limit. */
    private static Optional<Long> proofEnds(AuthenticatedClientSessionModel clientSession) {
        UserSessionModel userSession = clientSession.getUserSession();
        if (DeviceNotes.REGISTRATION.in(userSession).isEmpty()) {
            return Optional.empty();
        }
        return Applications.policyOf(clientSession.getClient())
                .proofLifetime()
                .map(Duration::toSeconds)
                .map(seconds -> provenAt(clientSession) + seconds);
    }

    private static long provenAt(AuthenticatedClientSessionModel clientSession) {
        @Nullable String seconds = clientSession.getNote(DeviceNotes.PROVEN_AT.key());
        return seconds == null ? 0 : Long.parseLong(seconds);
    }
}
