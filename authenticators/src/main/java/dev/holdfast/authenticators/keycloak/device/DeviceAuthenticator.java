package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.webauthn.VerifiedUser;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Signs a user in by the device's proof. Where the browser has no extension, the next step of the flow shows its stock
 * page, with a script that looks for the extension and nothing else.
 */
final class DeviceAuthenticator implements Authenticator {
    private static final String PAGE = "holdfast-device.ftl";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<DeviceRealm> realm = DeviceRealms.of(context.getSession());
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        if (realm.isEmpty()) {
            context.attempted();
        } else if (Applications.requireDevice(tab.getClient())) {
            required(context, realm.get());
        } else if (OtherWay.isChosen(tab)) {
            context.attempted();
        } else if (FreshSignIn.isDemanded(tab)) {
            if (canUnlock(context, realm.get())) {
                context.challenge(page(context, realm.get(), false, Optional.empty()));
            } else {
                context.attempted();
            }
        } else if (new BrowserCookies(context.getSession()).hasExtension()) {
            context.challenge(page(context, realm.get(), isSilent(context), Optional.empty()));
        } else {
            OtherWay.nextStep(context);
        }
    }

    /** No way leads past the device: neither a missing extension nor another choice shows the forms (A35). */
    private static void required(AuthenticationFlowContext context, DeviceRealm realm) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        boolean proven = ProvenTab.registration(context.getSession(), tab).isPresent();
        if (FreshSignIn.isDemanded(tab) && !OtherWay.isChosen(tab) && canUnlock(context, realm)) {
            context.challenge(page(context, realm, false, Optional.empty()));
        } else if (FreshSignIn.isDemanded(tab)) {
            if (!proven) {
                // The user signs in afresh, and then the device answers: unlocking it proves that it is here.
                tab.addRequiredAction(RenewDeviceActionFactory.ID);
            }
            context.attempted();
        } else if (OtherWay.isChosen(tab)) {
            if (proven || OtherWay.leadsToDevice(tab)) {
                context.attempted();
            } else {
                context.forceChallenge(RequiredDevicePage.inFlow(context, realm));
            }
        } else {
            // Also without the hint of a cookie: the page's script looks for the extension itself.
            context.challenge(page(context, realm, isSilent(context), Optional.empty()));
        }
    }

    /** Whether a page's script saw a registration in this browser that its user can unlock here, and that counts. */
    private static boolean canUnlock(AuthenticationFlowContext context, DeviceRealm realm) {
        BrowserCookies cookies = new BrowserCookies(context.getSession());
        return realm.settings().unlock().isOffered() && cookies.hasExtension() && cookies.canUnlock();
    }

    private static boolean isSilent(AuthenticationFlowContext context) {
        return DeviceAuthenticatorFactory.isSilent(context.getAuthenticatorConfig())
                && !new BrowserCookies(context.getSession()).isSignedOut();
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Optional<DeviceRealm> realm = DeviceRealms.of(context.getSession());
        String dust = form.getFirst("dust");
        if (realm.isEmpty()) {
            context.attempted();
            return;
        }
        if (dust == null && BrowserUnlock.isPosted(form)) {
            unlock(context, realm.get(), form);
            return;
        }
        if (dust == null) {
            leave(context, realm.get(), form);
            return;
        }
        try {
            signIn(context, realm.get(), dust);
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.LOGIN, "device_sign_in", refused);
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    page(
                            context,
                            realm.get(),
                            false,
                            Optional.of(refused.refusal().code())));
        }
    }

    private static void leave(
            AuthenticationFlowContext context, DeviceRealm realm, MultivaluedMap<String, String> form) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        boolean barred = OtherWay.isBarred(tab);
        if (barred && OtherWay.asksToUnlock(form)) {
            // The session that is there is no sign-in of now, and this flow has no step that is one.
            new DevicePages(context.getSession(), realm, tab).end();
            context.forceChallenge(FreshStart.toUnlock(context.getSession(), tab));
        } else if (barred || (Applications.requireDevice(tab.getClient()) && !OtherWay.leadsToDevice(form))) {
            context.forceChallenge(RequiredDevicePage.inFlow(context, realm));
        } else {
            OtherWay.choose(context, form);
        }
    }

    /** The same page again, whose challenge now says whom an authenticator verified: the device goes on from there. */
    private static void unlock(
            AuthenticationFlowContext context, DeviceRealm realm, MultivaluedMap<String, String> form) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        try {
            VerifiedUser verified =
                    new BrowserUnlock(context.getSession(), context.getRealm(), realm).verify(form, tab);
            Map<String, Object> page = new DevicePages(context.getSession(), realm, tab).beginVerified(verified);
            context.challenge(page(context, realm, page, false));
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.LOGIN, "device_unlock", refused);
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    page(context, realm, false, Optional.of(refused.refusal().code())));
        }
    }

    private static void signIn(AuthenticationFlowContext context, DeviceRealm realm, String dust) {
        KeycloakSession session = context.getSession();
        RealmModel realmModel = context.getRealm();
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        DevicePages pages = new DevicePages(session, realm, tab);
        Optional<String> identified = Optional.ofNullable(context.getUser()).map(UserModel::getId);
        Dusts.Proof proof = new Dusts(realm)
                .redeem(
                        dust,
                        Purpose.LOGIN,
                        pages.presentation(identified),
                        new JpaDeviceRegistry(session, realmModel));
        UserModel user = session.users().getUserById(realmModel, proof.userId());
        if (user == null || !user.isEnabled()) {
            throw Refusal.USER_DISABLED.because("user unknown or disabled");
        }
        FreshSignIn.check(session, tab, proof, realm.clock().instant());
        pages.end();
        new BrowserCookies(session).forgetSignedOut();
        ProvenTab.proven(
                session, tab, proof.subject().registration().id(), realm.clock().instant());
        DeviceNotes.remember(tab, proof.subject(), proof.evidence());
        DeviceNotes.AMR.putForUserSession(tab, String.join(" ", proof.amr()));
        DeviceNotes.ACR.putForUserSession(tab, proof.acr());
        // A silent sign-in is no fresh authentication: auth_time stays when the user was last present.
        tab.setClientNote(
                AuthenticationManager.AUTH_TIME_BROKER,
                Long.toString(proof.verifiedAt().getEpochSecond()));
        new RegistrationSessions(session, realmModel)
                .add(proof.subject().registration().id(), tab.getParentSession().getId());
        context.getEvent()
                .detail("device_event", "device_sign_in")
                .detail("device_evidence", proof.evidence().value())
                .detail("device_id", proof.subject().device().did().toString())
                .detail("device_name", proof.subject().device().facts().hostname())
                .detail(
                        "device_registration",
                        proof.subject().registration().id().toString());
        context.setUser(user);
        context.success();
    }

    private static Response page(
            AuthenticationFlowContext context, DeviceRealm realm, boolean silent, Optional<String> errorCode) {
        Map<String, Object> page = new DevicePages(context.getSession(), realm, context.getAuthenticationSession())
                .begin(Purpose.LOGIN, errorCode);
        return page(context, realm, page, silent);
    }

    private static Response page(
            AuthenticationFlowContext context, DeviceRealm realm, Map<String, Object> page, boolean silent) {
        UnlockPolicy unlock = realm.settings().unlock();
        page.put("silent", silent);
        page.put("registrationAllowed", RegisterDeviceActionFactory.isEnabled(context.getRealm()));
        page.put("fresh", FreshSignIn.isDemanded(context.getAuthenticationSession()));
        page.put("deviceUnlock", unlock.leastForDevice().isPresent());
        page.put("webauthnUnlock", unlock.countsWebauthn());
        return context.form().setAttribute("holdfast", page).createForm(PAGE);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // A device is registered when its user wants it.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
