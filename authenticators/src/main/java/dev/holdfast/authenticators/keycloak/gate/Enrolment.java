package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.keycloak.device.BrowserCookies;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.authenticators.keycloak.device.RegisterDeviceActionFactory;
import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import dev.holdfast.keycloak.Note;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import dev.holdfast.push.keycloak.enrolment.EnrolPhoneActionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.Status;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets a new user who has no factor at all set one up where one is demanded (M6). */
final class Enrolment {
    /**
     * What sets a factor up, by Keycloak's pages or our own.
     *
     * @param credential the type of what its user has then
     */
    private record Way(String action, String credential) {}

    private static final Map<Factor, Way> WAYS = Map.of(
            Factor.TOTP, new Way(UserModel.RequiredAction.CONFIGURE_TOTP.name(), OTPCredentialModel.TYPE),
            Factor.WEBAUTHN, new Way(WebAuthnRegisterFactory.PROVIDER_ID, WebAuthnCredentialModel.TYPE_TWOFACTOR),
            Factor.PUSH, new Way(EnrolPhoneActionFactory.ID, PhoneCredentialProvider.TYPE),
            Factor.DEVICE, new Way(RegisterDeviceActionFactory.ID, RegistrationCredentialProvider.TYPE));

    /** Where nobody set a default: the ones that everybody can set up alone before the others. */
    private static final List<Factor> ORDER = List.of(Factor.WEBAUTHN, Factor.TOTP, Factor.DEVICE, Factor.PUSH);

    private Enrolment() {}

    /** Shows the tab's user how to set a factor up; false, and no page, where this user must not, or cannot. */
    static boolean begin(RequiredActionContext context, NextStep.Ask ask, AccessSettings settings) {
        UserModel user = context.getUser();
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        GateNotes.SETTING_UP.remove(tab);
        if (ask.userVerified() || !isNew(user, settings) || !People.hasOnlyPassword(user)) {
            return false;
        }
        List<Factor> order = new ArrayList<>(ORDER);
        settings.defaultFactor().filter(ORDER::contains).ifPresent(first -> {
            order.remove(first);
            order.add(0, first);
        });
        for (Factor factor : order) {
            Optional<BorrowedAction> action =
                    ask.factors().contains(factor) ? action(context, factor) : Optional.empty();
            if (action.isPresent() && action.get().show() == Status.CHALLENGE) {
                GateNotes.SETTING_UP.put(tab, factor.name());
                return true;
            }
        }
        return false;
    }

    /** Whether the gate's last page has the tab's user set a factor up. */
    static boolean isPending(RequiredActionContext context) {
        return settingUp(context).isPresent();
    }

    /** Takes what that page posted. The factor is brought only where this made it, and its user still had none. */
    static Status process(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        Factor factor = settingUp(context).orElseThrow();
        Optional<BorrowedAction> action = action(context, factor);
        if (action.isEmpty() || hasOther(context.getUser(), factor)) {
            GateNotes.SETTING_UP.remove(tab);
            return Status.SUCCESS;
        }
        Status status = action.get().process();
        if (status == Status.SUCCESS) {
            GateNotes.SETTING_UP.remove(tab);
            if (isMade(context, factor)) {
                GateNotes.SET_UP.put(tab, factor.name());
            }
        }
        return status;
    }

    /** The factor that was set up in this tab: its user had none before, and showed that it works. */
    static Optional<Factor> finished(RequiredActionContext context) {
        return ofUser(context, GateNotes.SET_UP);
    }

    /** Tells the session, whose steps tell nothing of it. A device speaks for itself there. */
    static void remember(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        finished(context).filter(factor -> !factor.equals(Factor.DEVICE)).ifPresent(factor -> {
            GateNotes.SET_UP.putForUserSession(tab, factor.name());
            GateNotes.SET_UP_AT.putForUserSession(tab, (long) Time.currentTime());
        });
    }

    /** The factor that a session's user set up on the way in. */
    static Optional<BroughtFactor> of(UserSessionModel session) {
        return GateNotes.SET_UP
                .in(session)
                .map(Factor::new)
                .flatMap(factor -> GateNotes.SET_UP_AT
                        .in(session)
                        .map(Instant::ofEpochSecond)
                        .map(at -> new BroughtFactor(factor, at, false)));
    }

    private static Optional<Factor> settingUp(RequiredActionContext context) {
        return ofUser(context, GateNotes.SETTING_UP);
    }

    private static Optional<Factor> ofUser(RequiredActionContext context, Note<String> note) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        return GateNotes.PERSON
                .in(tab)
                .filter(context.getUser().getId()::equals)
                .flatMap(own -> note.in(tab))
                .map(Factor::new)
                .filter(WAYS::containsKey);
    }

    private static Optional<BorrowedAction> action(RequiredActionContext context, Factor factor) {
        return factor.equals(Factor.DEVICE) && !new BrowserCookies(context.getSession()).hasExtension()
                ? Optional.empty()
                : Optional.ofNullable(WAYS.get(factor)).flatMap(way -> BorrowedAction.of(context, way.action()));
    }

    /** Whether the user got a factor meanwhile, which can be asked for: nobody else sets up one beside it. */
    private static boolean hasOther(UserModel user, Factor factor) {
        // A device is registered before the action's page says that it is.
        return factor.equals(Factor.DEVICE)
                ? !People.hasOnlyPassword(user, RegistrationCredentialProvider.TYPE)
                : !People.hasOnlyPassword(user);
    }

    private static boolean isMade(RequiredActionContext context, Factor factor) {
        if (factor.equals(Factor.DEVICE)) {
            return ProvenTab.setUpHere(context.getAuthenticationSession()).isPresent();
        }
        return Optional.ofNullable(WAYS.get(factor))
                .filter(way -> context.getUser()
                        .credentialManager()
                        .getStoredCredentialsByTypeStream(way.credential())
                        .findAny()
                        .isPresent())
                .isPresent();
    }

    private static boolean isNew(UserModel user, AccessSettings settings) {
        Long created = user.getCreatedTimestamp();
        return created != null
                && Instant.ofEpochMilli(Time.currentTimeMillis())
                        .isBefore(Instant.ofEpochMilli(created).plus(Duration.ofDays(settings.enrolmentDays())));
    }
}
