package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.push.keycloak.ciba.PushCibaGrantFactory;
import java.util.ArrayList;
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
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;

/**
 * The gate of tokens. A code shows that its sign-in passed the gate; every other grant is decided here, with the signals of
 * now: refresh, token exchange, CIBA, permission tickets, JWT grants. Tokens last no longer than the session's limits.
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
        ClientModel requester = requester(context, application.getClient(), grant);
        List<Verdict> verdicts = new ArrayList<>();
        recipients(clientSession, requester)
                .filter(client -> !isDecided(application, client, grant))
                .forEach(client -> AccessGate.decide(session, new TokenSignIn(session, userSession, requester, client))
                        .map(verdict -> letIn(verdict, client, userSession, grant))
                        .ifPresent(verdicts::add));
        limit(context, verdicts, application, grant);
    }

    /** Keycloak forgets it where it makes the context anew, as of an off-line refresh: the request still says it. */
    private @Nullable String grantOf(ClientSessionContext context) {
        String kept = context.getAttribute(Constants.GRANT_TYPE, String.class);
        return kept == null ? GrantDoor.grantType(session).orElse(null) : kept;
    }

    /** Who asks: another than the application where legacy token exchange makes tokens of its audience. */
    private ClientModel requester(TokenPostProcessorContext context, ClientModel application, @Nullable String grant) {
        AccessToken token = context.accessToken();
        ClientModel issuedFor = token == null || !OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grant)
                ? null
                : session.clients().getClientByClientId(application.getRealm(), token.getIssuedFor());
        return issuedFor == null ? application : issuedFor;
    }

    /** Who the tokens are for: whoever asked, and whom the request names beside (RFC 8693 §2.1, {@code audience}). */
    private static Stream<ClientModel> recipients(ClientSessionContext clientSession, ClientModel requester) {
        ClientModel[] named = clientSession.getAttribute(Constants.REQUESTED_AUDIENCE_CLIENTS, ClientModel[].class);
        return Stream.concat(
                        Stream.of(clientSession.getClientSession().getClient(), requester),
                        Optional.ofNullable(named).stream().flatMap(Arrays::stream))
                .distinct();
    }

    /** Only what shows that the gate let this sign-in in: where nothing is known of the request it is decided here. */
    private boolean isDecided(
            AuthenticatedClientSessionModel application, ClientModel recipient, @Nullable String grant) {
        if (!application.getClient().equals(recipient)) {
            return false;
        }
        boolean behindBrowser = grant != null && BEHIND_A_BROWSER.contains(grant);
        return (behindBrowser && AccessLimits.wasLetIn(application))
                || GrantDoor.letIn(session, application.getUserSession().getUser(), recipient);
    }

    private Verdict letIn(
            Verdict verdict, ClientModel recipient, UserSessionModel userSession, @Nullable String grant) {
        if (verdict.next() instanceof NextStep.LetIn && verdict.breakGlass()) {
            AccessDetails.write(event(recipient, userSession, grant), verdict).success();
        } else if (!(verdict.next() instanceof NextStep.LetIn)) {
            AccessDetails.write(event(recipient, userSession, grant), verdict).error(AccessDetails.DENIED);
            throw GrantDoor.refusal();
        }
        return verdict;
    }

    private void limit(
            TokenPostProcessorContext context,
            List<Verdict> verdicts,
            AuthenticatedClientSessionModel application,
            @Nullable String grant) {
        SessionLimits decided = verdicts.stream()
                .map(verdict -> verdict.next() instanceof NextStep.LetIn letIn ? letIn.limits() : SessionLimits.NONE)
                .reduce(SessionLimits.NONE, SessionLimits::and);
        boolean goesOn = OAuth2Constants.REFRESH_TOKEN.equals(grant);
        if (!goesOn && !verdicts.isEmpty() && !AccessLimits.wasLetIn(application)) {
            AccessLimits.begin(application, decided);
        }
        long start = goesOn ? AccessLimits.beginning(application) : Time.currentTime();
        AccessLimits.end(application, decided, start).ifPresent(end -> limit(context, end, application, grant));
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
