package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.authenticators.keycloak.signal.ProvenDevices;
import dev.holdfast.device.registry.RegisteredDevice;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * When a device's proof is a factor. A device that a sign-in set up is one, and no factor beside the password that set it up:
 * not in that sign-in, and not in the session that it became, until the device answers once more.
 */
final class DeviceFactor {
    private DeviceFactor() {}

    /** @param newcomer the registration whose proof does not count */
    static Optional<BroughtFactor> of(
            RegisteredDevice proven, Optional<String> newcomer, Instant at, boolean verified) {
        return newcomer.filter(registration(proven)::equals).isPresent()
                ? Optional.empty()
                : Optional.of(new BroughtFactor(Factor.DEVICE, at, verified));
    }

    /** The registration that this sign-in set up, or the session of whose cookie it lives. */
    static Optional<String> newcomer(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        Optional<RegisteredDevice> proven = ProvenDevices.of(
                context.getSession(),
                context.getRealm(),
                ProvenTab.registration(context.getSession(), tab),
                context.getUser());
        // Where the gate had it set up, that is the factor.
        if (proven.isEmpty()
                || Enrolment.finished(context).filter(Factor.DEVICE::equals).isPresent()) {
            return Optional.empty();
        }
        // The registry counts whole seconds, in which somebody quick has done all of it; another tab may have set it
        // up, too.
        boolean setUpHere = ProvenTab.setUpHere(tab)
                .filter(proven.get().registration().id()::equals)
                .isPresent();
        boolean young = GateNotes.SEEN_AT
                .in(tab)
                .map(Instant::parse)
                .filter(seen -> !proven.get().registration().createdAt().isBefore(seen))
                .isPresent();
        if (setUpHere || young) {
            return Optional.of(registration(proven.get()));
        }
        UserSessionModel opened = TabSignIn.isByCookie(tab) && !ProvenTab.isByKey(tab)
                ? context.getSession()
                        .sessions()
                        .getUserSession(
                                context.getRealm(), tab.getParentSession().getId())
                : null;
        return opened == null ? Optional.empty() : GateNotes.NEWCOMER.in(opened);
    }

    /** Tells the session, in which tokens are asked for. */
    static void remember(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        if (ProvenTab.registration(context.getSession(), tab).isPresent()) {
            GateNotes.NEWCOMER.putForUserSession(tab, newcomer(context).orElse(""));
        }
    }

    private static String registration(RegisteredDevice device) {
        return device.registration().id().toString();
    }
}
