package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.authenticators.keycloak.device.Applications;
import dev.holdfast.authenticators.keycloak.device.BrowserCookies;
import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.authenticators.keycloak.device.DevicePages;
import dev.holdfast.authenticators.keycloak.device.OtherWay;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.RefusedException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticator;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Keycloak's cookie step for sessions that stay on their device. For a session that no device started it is the stock
 * step. A device session is let in only after the device's key answered this very tab; until then the cookie tells this
 * flow nothing, not even the user's name.
 */
final class BoundCookieAuthenticator extends CookieAuthenticator {
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        // Also while device login is switched off: its sessions must not live on as ordinary ones.
        DeviceRealm realm = DeviceRealms.setUpIn(context.getSession()).orElse(null);
        AuthResult cookie = realm == null ? null : cookie(context);
        if (realm == null || cookie == null) {
            super.authenticate(context);
            return;
        }
        Optional<DeviceSession> bound = DeviceSession.of(cookie.session());
        if (bound.isEmpty()) {
            unbound(context, realm, cookie);
        } else {
            bound(context, realm, bound.get());
        }
    }

    private void unbound(AuthenticationFlowContext context, DeviceRealm realm, AuthResult cookie) {
        if (realm.settings().rollOut().on()
                && Applications.requireDevice(context.getAuthenticationSession().getClient())) {
            // The device step is next. It must not sign somebody else in over this session.
            context.setUser(cookie.user());
            context.attempted();
        } else {
            super.authenticate(context);
        }
    }

    private void bound(AuthenticationFlowContext context, DeviceRealm realm, DeviceSession bound) {
        KeycloakSession session = context.getSession();
        if (!bound.isInGoodStanding(session, context.getRealm())) {
            bound.end(session, context.getRealm());
            context.attempted();
            return;
        }
        var tab = context.getAuthenticationSession();
        if (bound.isProvenWithin(
                        realm.settings().seconds(DeviceSetting.PROOF_WINDOW),
                        realm.clock().instant())
                && bound.isInCondition(session, context.getRealm())) {
            DeviceNotes.PROVEN_AT
                    .in(bound.userSession())
                    .ifPresent(seconds -> ProvenTab.provenBefore(tab, bound.registration(), seconds));
            super.authenticate(context);
        } else if (OtherWay.isChosen(tab) || !new BrowserCookies(session).hasExtension()) {
            OtherWay.nextStep(context);
        } else {
            // With prompt=none or IsPassive Keycloak makes login_required of any page.
            context.challenge(page(context, realm).ask(bound, context.form(), true, Optional.empty()));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        DeviceRealm realm = DeviceRealms.of(context.getSession()).orElse(null);
        AuthResult cookie = cookie(context);
        Optional<DeviceSession> bound = cookie == null ? Optional.empty() : DeviceSession.of(cookie.session());
        String dust = form.getFirst("dust");
        if (realm == null || bound.isEmpty() || DevicePages.has(form, "leave")) {
            // No session of this device: the next step may still know the device for another account.
            context.attempted();
            return;
        }
        if (dust == null) {
            OtherWay.choose(context, form);
            return;
        }
        try {
            page(context, realm).take(dust, bound.get());
            context.getEvent()
                    .detail("device_event", "session_opened")
                    .detail("device_registration", bound.get().registration().toString());
            super.authenticate(context);
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.LOGIN, "session_proof", refused);
            Optional<String> code = Optional.of(refused.refusal().code());
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    page(context, realm).ask(bound.get(), context.form(), true, code));
        }
    }

    private static AuthResult cookie(AuthenticationFlowContext context) {
        return AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true);
    }

    private static ProofPage page(AuthenticationFlowContext context, DeviceRealm realm) {
        return new ProofPage(context.getSession(), context.getRealm(), realm, context.getAuthenticationSession());
    }
}
