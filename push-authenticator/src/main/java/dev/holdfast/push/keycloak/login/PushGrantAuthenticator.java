package dev.holdfast.push.keycloak.login;

import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.grant.GrantDoor;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.waiting.WaitTicket;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.PushRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A phone's approval of a sign-in by the password grant. The token endpoint answers at once, so the client is told to come
 * again with the request that it was given (docs/doors), as in RFC 8628 §3.5.
 */
final class PushGrantAuthenticator implements Authenticator {
    private static final String REQUEST = "push_request";
    private static final String BINDING_MESSAGE = "binding_message";
    private static final int INTERVAL_SECONDS = 2;

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        ClientModel client = context.getAuthenticationSession().getClient();
        PushRealm realm = PushRealms.of(context.getSession()).orElse(null);
        if (realm == null) {
            refuse(context, "access_denied", "push is off in this realm");
            return;
        }
        Optional<String> closed = GrantDoor.read(client::getAttribute)
                .closedBecause(!client.isPublicClient(), realm.settings().numberMatching());
        if (closed.isPresent()) {
            refuse(context, "access_denied", closed.get());
            return;
        }
        String before = parameter(context, REQUEST);
        if (before == null) {
            ask(context, realm, client);
        } else {
            request(context, realm, before, client)
                    .ifPresentOrElse(
                            request -> goOn(context, realm, request),
                            () -> refuse(context, "expired_token", "no such request of this user and client"));
        }
    }

    private static void ask(AuthenticationFlowContext context, PushRealm realm, ClientModel client) {
        Asked asked = new PushAttempt(context.getSession(), realm)
                .askForServer(
                        context.getUser(),
                        client,
                        Optional.ofNullable(parameter(context, BINDING_MESSAGE)),
                        GrantDoor.read(client::getAttribute).shared());
        if (asked instanceof Asked.Waiting waiting) {
            pending(context, realm, waiting.request());
        } else if (asked instanceof Asked.Limited limited) {
            context.failure(
                    AuthenticationFlowError.ACCESS_DENIED,
                    answer(
                            "slow_down",
                            "No request was sent to the phone. Try again later.",
                            Map.of("retry_after", limited.refuse().retryAfterSeconds())));
        } else {
            refuse(context, "access_denied", "the user has no phone");
        }
    }

    private static void goOn(AuthenticationFlowContext context, PushRealm realm, PushRequest request) {
        switch (request.outcome()) {
            case APPROVED -> {
                if (new JpaPushLedger(context.getSession()).spendApproval(request.id())) {
                    context.getEvent().detail(REQUEST, request.id().toString());
                    context.success();
                } else {
                    refuse(context, "expired_token", "approval used before");
                }
            }
            case DENIED, REPORTED -> refuse(context, "access_denied", "denied on the phone");
            case WRONG_NUMBER -> refuse(context, "access_denied", "a wrong number was typed on the phone");
            case WAITING -> {
                if (request.isOver(realm.now())) {
                    refuse(context, "expired_token", "not answered in time");
                } else {
                    pending(context, realm, request);
                }
            }
        }
    }

    /** No failure: nobody guessed anything, and whoever counts failures must not count this. */
    private static void pending(AuthenticationFlowContext context, PushRealm realm, PushRequest request) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(REQUEST, request.id() + "." + new WaitTicket(realm).of(request.id()));
        more.put("interval", INTERVAL_SECONDS);
        more.put(
                "expires_in",
                Math.max(1, Duration.between(realm.now(), request.expiresAt()).toSeconds()));
        request.number().ifPresent(number -> more.put("number", number));
        context.forceChallenge(answer("authorization_pending", "The user was asked on the phone.", more));
    }

    /** The request that this client was given for this user. */
    private static Optional<PushRequest> request(
            AuthenticationFlowContext context, PushRealm realm, String presented, ClientModel client) {
        int dot = presented.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(presented.substring(0, dot));
            return Optional.of(id)
                    .filter(one -> new WaitTicket(realm).isOf(one, presented.substring(dot + 1)))
                    .flatMap(new JpaPushLedger(context.getSession())::find)
                    .filter(found -> found.userId().equals(context.getUser().getId()))
                    .filter(found -> found.resource().equals(client.getClientId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void refuse(AuthenticationFlowContext context, String code, String failedCheck) {
        new PushEvents(context.getSession()).refused(EventType.LOGIN, "push_grant", code, failedCheck);
        context.failure(AuthenticationFlowError.ACCESS_DENIED, answer(code, "The sign-in was not approved.", Map.of()));
    }

    private static Response answer(String code, String description, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", code);
        body.put("error_description", description);
        body.putAll(more);
        return JsonAnswer.of(400, body).build();
    }

    private static @Nullable String parameter(AuthenticationFlowContext context, String name) {
        return context.getHttpRequest().getDecodedFormParameters().getFirst(name);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Also where the user has no phone: then nobody gets in, instead of everybody without one. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // The grant has no page on which a phone could be set up.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
