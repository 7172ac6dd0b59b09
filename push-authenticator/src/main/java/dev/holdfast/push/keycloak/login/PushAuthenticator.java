package dev.holdfast.push.keycloak.login;

import dev.holdfast.keycloak.Note;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.waiting.WaitTicket;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.Purpose;
import dev.holdfast.push.request.PushRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;

/**
 * The second step of a sign-in: a phone of the user's approves it. The page waits; only what it posts here goes on, and
 * only with an approval of the very request that this tab made.
 */
final class PushAuthenticator implements Authenticator, CredentialValidator<PhoneCredentialProvider> {
    private static final String PAGE = "holdfast-push.ftl";
    private static final Note<String> REQUEST = Note.ofText("holdfast.push.request");

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<PushRealm> realm = PushRealms.of(context.getSession());
        if (realm.isEmpty()) {
            context.attempted();
            return;
        }
        Optional<PushRequest> present = request(context);
        // The user came back to this step: what waits goes on waiting.
        if (present.filter(one -> isWaiting(one, realm.get())).isPresent()) {
            wait(context, realm.get(), present.get());
            return;
        }
        ask(context, realm.get());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        PushRealm realm = PushRealms.of(context.getSession()).orElse(null);
        Optional<PushRequest> present = request(context);
        if (realm == null) {
            context.attempted();
        } else if (present.isEmpty()
                || ("1"
                                .equals(context.getHttpRequest()
                                        .getDecodedFormParameters()
                                        .getFirst("again"))
                        && !isWaiting(present.get(), realm))) {
            ask(context, realm);
        } else {
            goOn(context, realm, present.get());
        }
    }

    private void goOn(AuthenticationFlowContext context, PushRealm realm, PushRequest request) {
        switch (request.outcome()) {
            case APPROVED -> approved(context, realm, request);
            case DENIED, REPORTED -> denied(context);
            case WRONG_NUMBER -> show(context, "number", Map.of());
            case WAITING -> {
                if (request.isOver(realm.now())) {
                    show(context, "expired", Map.of());
                } else {
                    wait(context, realm, request);
                }
            }
        }
    }

    private static void approved(AuthenticationFlowContext context, PushRealm realm, PushRequest request) {
        REQUEST.remove(context.getAuthenticationSession());
        if (new JpaPushLedger(context.getSession()).spendApproval(request.id())) {
            new BrowserCookie(context.getSession(), realm)
                    .remember(context.getUser().getId());
            context.getEvent().detail("push_request", request.id().toString());
            context.success();
        } else {
            show(context, "expired", Map.of());
        }
    }

    /** Who denies a further step says that somebody else sits before a session of theirs: it ends. */
    private static void denied(AuthenticationFlowContext context) {
        REQUEST.remove(context.getAuthenticationSession());
        KeycloakSession session = context.getSession();
        AuthenticationManager.AuthResult present =
                AuthenticationManager.authenticateIdentityCookie(session, context.getRealm(), true);
        if (present != null && present.user().getId().equals(context.getUser().getId())) {
            AuthenticationManager.backchannelLogout(session, present.session(), true);
        }
        show(context, "denied", Map.of());
    }

    private void ask(AuthenticationFlowContext context, PushRealm realm) {
        Asked asked = new PushAttempt(context.getSession(), realm)
                .ask(context.getUser(), context.getAuthenticationSession().getClient(), purpose(context));
        if (asked instanceof Asked.Waiting waiting) {
            REQUEST.put(
                    context.getAuthenticationSession(), waiting.request().id().toString());
            wait(context, realm, waiting.request());
        } else if (asked instanceof Asked.Limited limited) {
            REQUEST.remove(context.getAuthenticationSession());
            long minutes = Math.max(1, (limited.refuse().retryAfterSeconds() + 59) / 60);
            show(
                    context,
                    "limited",
                    Map.of(
                            "reason", limited.refuse().reason().name(),
                            "retryAfter", limited.refuse().retryAfterSeconds(),
                            "retryMinutes", minutes));
        } else {
            context.attempted();
        }
    }

    private static Purpose purpose(AuthenticationFlowContext context) {
        if (LoginActionsService.RESET_CREDENTIALS_PATH.equals(context.getFlowPath())) {
            return Purpose.RESET_PASSWORD;
        }
        AuthenticationManager.AuthResult present =
                AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true);
        return present == null ? Purpose.LOGIN : Purpose.STEP_UP;
    }

    private void wait(AuthenticationFlowContext context, PushRealm realm, PushRequest request) {
        JpaPushLedger ledger = new JpaPushLedger(context.getSession());
        boolean unreachable = ledger.isUnreachable(request.id());
        List<Phone> phones =
                new JpaPhones(context.getSession()).activeOf(context.getUser().getId());
        Map<String, Object> values = new LinkedHashMap<>();
        request.number().ifPresent(number -> values.put("number", number));
        values.put("request", request.id().toString());
        values.put(
                "waitUrl",
                realm.endpoints().issuer() + "/push-mfa/wait/" + request.id() + "?t="
                        + new WaitTicket(realm).of(request.id()));
        values.put(
                "secondsLeft",
                Math.max(0, Duration.between(realm.now(), request.expiresAt()).toSeconds()));
        values.put("phones", String.join(", ", phones.stream().map(Phone::name).toList()));
        values.put(
                "unreachable",
                unreachable
                        || phones.stream()
                                .allMatch(phone -> phone.subscription().isEmpty()));
        show(context, "waiting", values);
    }

    private static void show(AuthenticationFlowContext context, String state, Map<String, Object> more) {
        Map<String, Object> page = new LinkedHashMap<>(more);
        page.put("state", state);
        page.put(
                "clientName",
                PushAttempt.nameOf(context.getAuthenticationSession().getClient()));
        context.challenge(context.form().setAttribute("push", page).createForm(PAGE));
    }

    /** The request of this tab, if it is its user's. */
    private static Optional<PushRequest> request(AuthenticationFlowContext context) {
        return REQUEST.in(context.getAuthenticationSession())
                .flatMap(id -> new JpaPushLedger(context.getSession()).find(UUID.fromString(id)))
                .filter(request -> request.userId().equals(context.getUser().getId()));
    }

    private static boolean isWaiting(PushRequest request, PushRealm realm) {
        return request.outcome() == dev.holdfast.push.limit.Outcome.WAITING && !request.isOver(realm.now());
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return PushRealms.of(session).isPresent()
                && !new JpaPhones(session).activeOf(user.getId()).isEmpty();
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        user.addRequiredAction(PhoneCredentialProvider.SET_UP_ACTION);
    }

    @Override
    public PhoneCredentialProvider getCredentialProvider(KeycloakSession session) {
        return (PhoneCredentialProvider) session.getProvider(CredentialProvider.class, PhoneCredentialProvider.TYPE);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
