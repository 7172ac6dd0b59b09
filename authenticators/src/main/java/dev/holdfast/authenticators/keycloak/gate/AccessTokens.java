package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.push.keycloak.ciba.PushCibaGrantFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.JsonWebToken;

/**
 * The gate of tokens. A code shows that its sign-in passed the gate; every other grant is decided here, with the signals of
 * now: refresh, token exchange, permission tickets, JWT grants. Tokens last no longer than the session's limits.
 */
final class AccessTokens implements TokenPostProcessor {
    /** Grants behind a browser that the gate saw. */
    private static final Set<String> BEHIND_A_BROWSER =
            Set.of(OAuth2Constants.AUTHORIZATION_CODE, OAuth2Constants.DEVICE_CODE_GRANT_TYPE);

    private final KeycloakSession session;

    AccessTokens(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        ClientSessionContext clientSession = context.clientSessionCtx();
        AuthenticatedClientSessionModel application = clientSession.getClientSession();
        UserSessionModel userSession = application.getUserSession();
        // An application that acts for itself is nobody's sign-in.
        if (userSession.getUser().getServiceAccountClientLink() != null) {
            return;
        }
        String grant = grantOf(clientSession);
        String approvedFor = session.getAttribute(PushCibaGrantFactory.APPROVED_FOR, String.class);
        if (userSession.getUser().getId().equals(approvedFor)) {
            userSession.setNote(GateNotes.PHONE_AT.key(), Long.toString(Time.currentTime()));
        }
        List<ClientModel> undecided = recipients(clientSession)
                .filter(client -> !isDecided(application, client, grant))
                .toList();
        for (ClientModel recipient : undecided) {
            AccessGate.decide(session, new TokenSignIn(session, userSession, application.getClient(), recipient))
                    .ifPresent(verdict -> check(verdict, recipient, userSession, grant));
        }
        AccessLimits.end(application).ifPresent(end -> limit(context, end, application, grant));
    }

    /** Keycloak forgets it where it makes the context anew, as of an off-line refresh: the request still says it. */
    private @Nullable String grantOf(ClientSessionContext context) {
        String kept = context.getAttribute(Constants.GRANT_TYPE, String.class);
        return kept == null ? GrantDoor.grantType(session).orElse(null) : kept;
    }

    /** Who the tokens are for: whoever asked, and whom the request names beside (RFC 8693 §2.1, {@code audience}). */
    private static Stream<ClientModel> recipients(ClientSessionContext clientSession) {
        ClientModel[] named = clientSession.getAttribute(Constants.REQUESTED_AUDIENCE_CLIENTS, ClientModel[].class);
        return Stream.concat(
                        Stream.of(clientSession.getClientSession().getClient()),
                        Optional.ofNullable(named).stream().flatMap(Arrays::stream))
                .distinct();
    }

    private boolean isDecided(
            AuthenticatedClientSessionModel application, ClientModel recipient, @Nullable String grant) {
        if (!application.getClient().equals(recipient)) {
            return false;
        }
        // At the token endpoint no grant is no browser.
        boolean browser = grant == null ? !GrantDoor.isOpen(session) : BEHIND_A_BROWSER.contains(grant);
        return (browser && AccessLimits.wasLetIn(application))
                || GrantDoor.letIn(
                        session, application.getUserSession().getUser().getId());
    }

    private void check(Verdict verdict, ClientModel recipient, UserSessionModel userSession, @Nullable String grant) {
        if (verdict.next() instanceof NextStep.LetIn && verdict.breakGlass()) {
            AccessDetails.write(event(recipient, userSession, grant), verdict).success();
        } else if (!(verdict.next() instanceof NextStep.LetIn)) {
            AccessDetails.write(event(recipient, userSession, grant), verdict).error(AccessDetails.DENIED);
            throw GrantDoor.refusal();
        }
    }

    private void limit(
            TokenPostProcessorContext context,
            long end,
            AuthenticatedClientSessionModel application,
            @Nullable String grant) {
        if (end <= Time.currentTime()) {
            event(application.getClient(), application.getUserSession(), grant)
                    .detail("access_decision", "deny")
                    .detail("access_reasons", "session_over")
                    .error(AccessDetails.DENIED);
            throw GrantDoor.refusal();
        }
        cut(context.accessToken(), end);
        cut(context.refreshToken(), end);
    }

    private static void cut(@Nullable JsonWebToken token, long end) {
        if (token != null && (token.getExp() == null || token.getExp() == 0 || token.getExp() > end)) {
            token.exp(end);
        }
    }

    private EventBuilder event(ClientModel recipient, UserSessionModel userSession, @Nullable String grant) {
        return new EventBuilder(
                        userSession.getRealm(), session, session.getContext().getConnection())
                .event(typeOf(grant))
                .client(recipient)
                .user(userSession.getUser())
                .session(userSession);
    }

    private static EventType typeOf(@Nullable String grant) {
        if (grant == null) {
            return EventType.LOGIN;
        }
        return switch (grant) {
            case OAuth2Constants.REFRESH_TOKEN -> EventType.REFRESH_TOKEN;
            case OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE -> EventType.TOKEN_EXCHANGE;
            case OAuth2Constants.UMA_GRANT_TYPE -> EventType.PERMISSION_TOKEN;
            case OAuth2Constants.AUTHORIZATION_CODE -> EventType.CODE_TO_TOKEN;
            default -> EventType.LOGIN;
        };
    }
}
