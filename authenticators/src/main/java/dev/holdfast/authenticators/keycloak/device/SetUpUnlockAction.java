package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.credential.UnlockCredentials;
import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.webauthn.Creation;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.RelyingParty;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Makes a credential of this machine's authenticator, by which this browser unlocks its registration. Only where the
 * device proved itself in this very sign-in: else a browser elsewhere could unlock it.
 */
final class SetUpUnlockAction implements RequiredActionProvider {
    private static final String PAGE = "holdfast-unlock.ftl";
    private static final int CHALLENGE_BYTES = 32;

    /** After a device was set up, where this browser has an authenticator to offer. */
    static void offer(RequiredActionContext context, DeviceRealm realm, MultivaluedMap<String, String> form) {
        boolean enabled = Optional.ofNullable(
                        context.getRealm().getRequiredActionProviderByAlias(SetUpUnlockActionFactory.ID))
                .filter(action -> action.isEnabled())
                .isPresent();
        if (enabled && realm.settings().unlock().countsWebauthn() && DevicePages.has(form, "platform")) {
            context.getAuthenticationSession().addRequiredAction(SetUpUnlockActionFactory.ID);
        }
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // Asked for after the set-up of a device, or in the account console.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        DeviceRealm realm = DeviceRealms.of(context.getSession())
                .filter(found -> found.settings().unlock().countsWebauthn())
                .orElse(null);
        if (realm == null) {
            context.ignore();
        } else {
            challenge(context, realm, Optional.empty());
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        DeviceRealm realm = DeviceRealms.of(context.getSession()).orElse(null);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (realm == null || DevicePages.has(form, "skip")) {
            leave(context);
            return;
        }
        if (DevicePages.has(form, "again")) {
            challenge(context, realm, Optional.empty());
            return;
        }
        try {
            RegisteredDevice subject = provenHere(context)
                    .orElseThrow(() -> Refusal.DEVICE_NOT_ALLOWED.because("no device proved itself in this sign-in"));
            PlatformCredential credential = created(context, realm, form, subject);
            new UnlockCredentials(context.getUser()).add(credential, subject.device());
            new DeviceEvents(context.getSession()).unlockSetUp(subject.device(), subject.registration());
            end(context);
            context.success();
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.UPDATE_CREDENTIAL, "unlock_set_up", refused);
            challenge(context, realm, Optional.of(refused.refusal().code()));
        }
    }

    private static PlatformCredential created(
            RequiredActionContext context,
            DeviceRealm realm,
            MultivaluedMap<String, String> form,
            RegisteredDevice subject) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        byte[] challenge = DeviceNotes.CREATION
                .in(tab)
                .map(Base64.getUrlDecoder()::decode)
                .orElseThrow(() -> Refusal.INVALID_CHALLENGE.because("no credential was asked for"));
        DeviceNotes.CREATION.remove(tab);
        return new RelyingParty(new DevicePages(context.getSession(), realm, tab).ownOrigin())
                .register(
                        subject.registration().id(),
                        challenge,
                        new Creation(
                                BrowserUnlock.field(form, "attestation_object"),
                                BrowserUnlock.field(form, "client_data")));
    }

    private static Optional<RegisteredDevice> provenHere(RequiredActionContext context) {
        UserModel user = context.getUser();
        return ProvenTab.registration(context.getSession(), context.getAuthenticationSession())
                .flatMap(new JpaDeviceRegistry(context.getSession(), context.getRealm())::registration)
                .filter(found -> found.registration().status() == Registration.Status.LIVE)
                .filter(found -> found.registration().userId().equals(user.getId()));
    }

    /** An application that began the action hears that nothing came of it. */
    private static void leave(RequiredActionContext context) {
        boolean asked = SetUpUnlockActionFactory.ID.equals(
                context.getAuthenticationSession().getClientNote(Constants.KC_ACTION));
        end(context);
        if (asked) {
            context.cancel();
        } else {
            context.success();
        }
    }

    private static void end(RequiredActionContext context) {
        DeviceNotes.CREATION.remove(context.getAuthenticationSession());
        context.getAuthenticationSession().removeRequiredAction(SetUpUnlockActionFactory.ID);
    }

    private static void challenge(RequiredActionContext context, DeviceRealm realm, Optional<String> errorCode) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        Map<String, Object> page = new DevicePages(context.getSession(), realm, tab).withoutChallenge();
        provenHere(context).ifPresent(subject -> {
            byte[] challenge = new byte[CHALLENGE_BYTES];
            realm.random().nextBytes(challenge);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
            DeviceNotes.CREATION.put(tab, text);
            page.put("creation", text);
            page.put("registration", subject.registration().id().toString());
            page.put(
                    "algorithms",
                    String.join(
                            " ",
                            RelyingParty.algorithms().stream()
                                    .map(String::valueOf)
                                    .toList()));
        });
        page.put("account", context.getUser().getUsername());
        errorCode.ifPresent(code -> page.put("error", code));
        context.challenge(context.form().setAttribute("holdfast", page).createForm(PAGE));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
