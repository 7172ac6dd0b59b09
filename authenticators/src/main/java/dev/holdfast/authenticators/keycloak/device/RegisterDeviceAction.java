package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.registration.SignInProofs;
import dev.holdfast.device.registry.RegisteredDevice;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.representations.IDToken;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Registers the device right after a sign-in: gives the agent an ID token that is bound to its new key, for
 * {@code /registrations}, and ends when the registration made with it is there.
 */
final class RegisterDeviceAction implements RequiredActionProvider {
    private static final String PAGE = "holdfast-register.ftl";
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final long ID_TOKEN_SECONDS = 120;

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // Asked for by the user on the sign-in page or in the account console, or by an administrator.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Optional<DeviceRealm> realm = DeviceRealms.of(context.getSession());
        if (realm.isEmpty() || !isRolledOut(context, realm.get())) {
            context.ignore();
            return;
        }
        challenge(context, realm.get(), Optional.empty(), Optional.empty());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        DeviceRealm realm = DeviceRealms.of(context.getSession()).orElse(null);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String nonce = form.getFirst("registration_nonce");
        if (realm == null) {
            context.ignore();
        } else if (nonce != null && NONCE.matcher(nonce).matches()) {
            challenge(context, realm, Optional.of(idToken(context, realm, nonce)), Optional.empty());
        } else if (DevicePages.has(form, "done")) {
            finish(context, realm);
        } else if (DevicePages.has(form, "skip") && !isMandatory(context)) {
            skip(context);
        } else if (DevicePages.has(form, "again")) {
            challenge(context, realm, Optional.empty(), Optional.empty());
        } else {
            challenge(context, realm, Optional.empty(), Optional.of("not_registered"));
        }
    }

    /** An application that began the action hears that nothing came of it. */
    private static void skip(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        tab.removeRequiredAction(RegisterDeviceActionFactory.ID);
        if (RegisterDeviceActionFactory.ID.equals(tab.getClientNote(Constants.KC_ACTION))) {
            context.cancel();
        } else {
            context.success();
        }
    }

    private static void finish(RequiredActionContext context, DeviceRealm realm) {
        Optional<RegisteredDevice> registered = DeviceNotes.ID_TOKEN
                .in(context.getAuthenticationSession())
                .flatMap(id -> new JpaDeviceRegistry(context.getSession(), context.getRealm())
                        .registrationMadeWith(id, context.getUser().getId()));
        if (registered.isPresent()) {
            BoundSignIn.bind(context, registered.get(), realm.clock().instant());
            DeviceNotes.SET_UP_HERE.put(
                    context.getAuthenticationSession(),
                    registered.get().registration().id().toString());
            new DevicePages(context.getSession(), realm, context.getAuthenticationSession()).end();
            SetUpUnlockAction.offer(context, realm, context.getHttpRequest().getDecodedFormParameters());
            context.success();
        } else {
            challenge(context, realm, Optional.empty(), Optional.of("not_registered"));
        }
    }

    /** An ID token for the agent alone; it names no session, for none exists at this moment. */
    private static String idToken(RequiredActionContext context, DeviceRealm realm, String nonce) {
        Instant now = realm.clock().instant();
        String id = UUID.randomUUID().toString();
        DeviceNotes.ID_TOKEN.put(context.getAuthenticationSession(), id);
        IDToken token = new IDToken();
        token.id(id)
                .type(TokenUtil.TOKEN_TYPE_ID)
                .issuer(realm.endpoints().issuer())
                .subject(context.getUser().getId())
                .audience(SignInProofs.CLIENT_ID)
                .issuedFor(SignInProofs.CLIENT_ID)
                .iat(now.getEpochSecond())
                .exp(now.getEpochSecond() + ID_TOKEN_SECONDS);
        token.setNonce(nonce);
        token.setAuth_time(SignInTime.of(context, now).getEpochSecond());
        token.setPreferredUsername(context.getUser().getUsername());
        return context.getSession().tokens().encode(token);
    }

    /** Whoever does not have device login yet is not asked to set it up. */
    private static boolean isRolledOut(RequiredActionContext context, DeviceRealm realm) {
        return realm.settings().rollOut().includes(context.getUser().getId(), new KeycloakUsers(context.getSession()));
    }

    private static boolean isMandatory(RequiredActionContext context) {
        return context.getUser().getRequiredActionsStream().anyMatch(RegisterDeviceActionFactory.ID::equals);
    }

    private static void challenge(
            RequiredActionContext context, DeviceRealm realm, Optional<String> idToken, Optional<String> errorCode) {
        Map<String, Object> page = new DevicePages(context.getSession(), realm, context.getAuthenticationSession())
                .begin(Purpose.REGISTRATION, errorCode);
        page.put("account", context.getUser().getUsername());
        page.put("mandatory", isMandatory(context));
        idToken.ifPresent(token -> page.put("idToken", token));
        context.challenge(context.form().setAttribute("holdfast", page).createForm(PAGE));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
