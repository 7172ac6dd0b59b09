package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.authenticators.keycloak.device.Applications;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.authenticators.keycloak.device.RequiredDevicePage;
import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.RefusedException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Looks at every sign-in once more at its end, whichever flow or choice led there: a flow of an application's own with
 * Keycloak's cookie step, another execution chosen by hand, a broker, a password that was reset.
 *
 * <p>An application that requires the device gets nobody in without its proof, and no sign-in joins a device session that
 * did not prove itself in this tab.
 */
final class DeviceCheckAction implements RequiredActionProvider {
    /** What is still missing in a sign-in. */
    private sealed interface Missing {
        /** The device, which the application requires. */
        record RequiredDevice() implements Missing {}

        /** The proof of a session that a cookie opened. */
        record ProofOfCookie(DeviceSession session) implements Missing {}

        /** Nothing can be: the cookie's session belongs to a device that may carry none, or device login is off. */
        record GoodStanding(DeviceSession session) implements Missing {}

        /** The browser that the device answered: this one has its cookies of before. */
        record SameBrowser() implements Missing {}

        /** Nothing of the user's, but the sign-in must not go on in this session: it belongs to a device not seen here. */
        record OwnSession(DeviceSession session) implements Missing {}
    }

    /**
     * Supported, though no application needs it: Keycloak leaves an action out of the sign-in when a request names it as
     * {@code kc_action} and it does not support that.
     */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        DeviceRealm realm = realm(context);
        if (realm != null && missing(context, realm).isPresent()) {
            context.getAuthenticationSession().addRequiredAction(DeviceCheckActionFactory.ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        DeviceRealm realm = realm(context);
        if (realm == null) {
            context.success();
        } else {
            check(context, realm, Optional.empty());
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        DeviceRealm realm = realm(context);
        Optional<Missing> missing = realm == null ? Optional.empty() : missing(context, realm);
        String dust = context.getHttpRequest().getDecodedFormParameters().getFirst("dust");
        if (realm == null || missing.isEmpty()) {
            context.success();
        } else if (missing.get() instanceof Missing.ProofOfCookie proof) {
            if (dust == null) {
                // The page found no agent that could answer: this sign-in cannot go on.
                context.failure();
            } else {
                take(context, realm, dust, proof.session());
            }
        } else {
            check(context, realm, Optional.empty());
        }
    }

    private static void take(RequiredActionContext context, DeviceRealm realm, String dust, DeviceSession session) {
        try {
            page(context, realm).take(dust, session);
            check(context, realm, Optional.empty());
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.LOGIN, "session_proof", refused);
            check(context, realm, Optional.of(refused.refusal().code()));
        }
    }

    private static void check(RequiredActionContext context, DeviceRealm realm, Optional<String> errorCode) {
        Missing missing = missing(context, realm).orElse(null);
        if (missing instanceof Missing.OwnSession own) {
            beginAnew(context, own.session());
            missing = missing(context, realm).orElse(null);
        }
        if (missing == null) {
            context.success();
        } else if (missing instanceof Missing.GoodStanding over) {
            // This sign-in was the session's, and ends with it; the next one asks for the user.
            over.session().end(context.getSession(), context.getRealm());
            context.failure();
        } else if (missing instanceof Missing.ProofOfCookie proof) {
            context.challenge(page(context, realm).ask(proof.session(), context.form(), false, errorCode));
        } else if (missing instanceof Missing.SameBrowser) {
            context.getEvent()
                    .clone()
                    .detail("device_event", "other_browser_refused")
                    .error("other_browser");
            context.challenge(
                    context.form().setError("holdfastOtherBrowser").createErrorPage(Response.Status.FORBIDDEN));
        } else {
            context.challenge(RequiredDevicePage.afterSignIn(context, realm));
        }
    }

    /** Also while device login is switched off: its sessions must not live on as ordinary ones. */
    private static @Nullable DeviceRealm realm(RequiredActionContext context) {
        return DeviceRealms.setUpIn(context.getSession()).orElse(null);
    }

    private static Optional<Missing> missing(RequiredActionContext context, DeviceRealm realm) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        if (tab.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            // A link in a mail: no session follows, and what keeps it from its end keeps the link from being used up.
            return Optional.empty();
        }
        boolean byCookie = "true".equals(tab.getAuthNote(AuthenticationManager.SSO_AUTH));
        Optional<DeviceSession> unproven = Optional.ofNullable(sessionToBe(context, byCookie))
                .flatMap(DeviceSession::of)
                .filter(bound -> ProvenTab.registration(context.getSession(), tab)
                        .filter(bound.registration()::equals)
                        .isEmpty());
        if (!byCookie && ProvenTab.isProvenElsewhere(context.getSession(), tab)) {
            return Optional.of(new Missing.SameBrowser());
        }
        if (unproven.isPresent()) {
            DeviceSession session = unproven.get();
            if (!byCookie) {
                // Where another request begins the tab anew, Keycloak takes the user from it first, then what it knows:
                // a tab that lost both must not cost the session its device.
                return Optional.of(
                        tab.getAuthenticatedUser() == null
                                ? new Missing.SameBrowser()
                                : new Missing.OwnSession(session));
            }
            return Optional.of(
                    session.isInGoodStanding(context.getSession(), context.getRealm())
                            ? new Missing.ProofOfCookie(session)
                            : new Missing.GoodStanding(session));
        }
        boolean missing = realm.settings().rollOut().on()
                && Applications.requireDevice(tab.getClient())
                && ProvenTab.registration(context.getSession(), tab).isEmpty();
        return missing ? Optional.of(new Missing.RequiredDevice()) : Optional.empty();
    }

    /** The session that the sign-in becomes a part of: the cookie's, or the one whose id its tab has. */
    private static @Nullable UserSessionModel sessionToBe(RequiredActionContext context, boolean byCookie) {
        if (byCookie) {
            AuthResult cookie =
                    AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true);
            if (cookie != null) {
                return cookie.session();
            }
        }
        UserSessionModel joined = context.getSession()
                .sessions()
                .getUserSession(
                        context.getRealm(),
                        context.getAuthenticationSession().getParentSession().getId());
        // Keycloak itself refuses a sign-in of one user in another's session.
        return joined != null && context.getUser().equals(joined.getUser()) ? joined : null;
    }

    /** The id cannot be another one, so the session loses all it had: its device, its applications, their tokens. */
    private static void beginAnew(RequiredActionContext context, DeviceSession bound) {
        UserSessionModel session = bound.userSession();
        new RegistrationSessions(context.getSession(), context.getRealm())
                .forget(session.getId(), bound.registration());
        session.restartSession(
                context.getRealm(),
                context.getUser(),
                context.getUser().getUsername(),
                context.getConnection().getRemoteHost(),
                context.getAuthenticationSession().getProtocol(),
                Boolean.parseBoolean(context.getAuthenticationSession().getAuthNote(Details.REMEMBER_ME)),
                null,
                null);
    }

    private static ProofPage page(RequiredActionContext context, DeviceRealm realm) {
        return new ProofPage(context.getSession(), context.getRealm(), realm, context.getAuthenticationSession());
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
