package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.keycloak.device.BrowserCookies;
import dev.holdfast.authenticators.keycloak.device.RegisterDeviceActionFactory;
import dev.holdfast.push.keycloak.enrolment.EnrolPhoneActionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.common.util.Time;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets a new user who has no factor at all set one up where one is demanded (M6). */
final class Enrolment {
    /** What sets a factor up by Keycloak's pages. */
    private static final Map<Factor, String> ACTIONS = Map.of(
            Factor.TOTP, UserModel.RequiredAction.CONFIGURE_TOTP.name(),
            Factor.WEBAUTHN, WebAuthnRegisterFactory.PROVIDER_ID,
            Factor.PUSH, EnrolPhoneActionFactory.ID,
            Factor.DEVICE, RegisterDeviceActionFactory.ID);

    /** Where nobody set a default: the ones that everybody can set up alone before the others. */
    private static final List<Factor> ORDER = List.of(Factor.WEBAUTHN, Factor.TOTP, Factor.DEVICE, Factor.PUSH);

    private Enrolment() {}

    /** Has the tab's user set a factor up; false where this user must not, or cannot. */
    static boolean begin(RequiredActionContext context, NextStep.Ask ask, AccessSettings settings) {
        UserModel user = context.getUser();
        if (ask.userVerified() || !isNew(user, settings) || People.hasSecondFactor(user)) {
            return false;
        }
        List<Factor> order = new ArrayList<>(ORDER);
        settings.defaultFactor().filter(ORDER::contains).ifPresent(first -> {
            order.remove(first);
            order.add(0, first);
        });
        Optional<Factor> factor = order.stream()
                .filter(ask.factors()::contains)
                .filter(candidate -> isPossible(context, candidate))
                .findFirst();
        factor.ifPresent(chosen -> {
            AuthenticationSessionModel tab = context.getAuthenticationSession();
            GateNotes.SETTING_UP.put(tab, chosen.name());
            tab.addRequiredAction(ACTIONS.get(chosen));
        });
        return factor.isPresent();
    }

    /** Whether the tab's user is setting up a factor that the gate asked for. */
    static boolean isPending(RequiredActionContext context) {
        return settingUp(context)
                .filter(factor ->
                        context.getAuthenticationSession().getRequiredActions().contains(ACTIONS.get(factor)))
                .isPresent();
    }

    /** The factor that was set up here: its user had none before, and showed that it works. */
    static Optional<Factor> finished(RequiredActionContext context) {
        return settingUp(context)
                .filter(factor -> !isPending(context))
                .filter(factor -> People.hasSecondFactor(context.getUser()));
    }

    private static Optional<Factor> settingUp(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        return GateNotes.PERSON
                .in(tab)
                .filter(context.getUser().getId()::equals)
                .flatMap(own -> GateNotes.SETTING_UP.in(tab))
                .map(Factor::new)
                .filter(ACTIONS::containsKey);
    }

    private static boolean isPossible(RequiredActionContext context, Factor factor) {
        RequiredActionProviderModel action = context.getRealm().getRequiredActionProviderByAlias(ACTIONS.get(factor));
        return action != null
                && action.isEnabled()
                && (!factor.equals(Factor.DEVICE) || new BrowserCookies(context.getSession()).hasExtension());
    }

    private static boolean isNew(UserModel user, AccessSettings settings) {
        Long created = user.getCreatedTimestamp();
        return created != null
                && Instant.ofEpochMilli(Time.currentTimeMillis())
                        .isBefore(Instant.ofEpochMilli(created).plus(Duration.ofDays(settings.enrolmentDays())));
    }
}
