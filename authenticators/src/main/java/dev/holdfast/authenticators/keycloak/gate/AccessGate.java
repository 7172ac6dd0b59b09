package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.authenticators.access.AccessRule;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.access.MissingDevice;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.access.SignInState;
import dev.holdfast.authenticators.keycloak.history.RiskSignal;
import dev.holdfast.authenticators.keycloak.signal.SignalCollector;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The one place where a request to get in is decided, whatever way it takes (A51). A failure denies. */
final class AccessGate {
    private static final Logger LOG = Logger.getLogger(AccessGate.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AccessRealm access;

    private AccessGate(KeycloakSession session, AccessRealm access) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.access = access;
    }

    /** Nothing in a realm where conditional access is not set up, or switched off. */
    static Optional<Verdict> decide(KeycloakSession session, SignIn signIn) {
        try {
            return AccessRealms.of(session).map(access -> new AccessGate(session, access).decide(signIn));
        } catch (RuntimeException e) {
            LOG.error("Conditional access cannot be read; nobody is let in", e);
            return Optional.of(Verdict.failed());
        }
    }

    private Verdict decide(SignIn signIn) {
        boolean breakGlass = access.isBreakGlass(signIn.user());
        Verdict verdict;
        try {
            verdict = decide(signIn, Instant.ofEpochSecond(Time.currentTime()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "No decision for a sign-in to %s; it is denied",
                    signIn.client().getClientId());
            verdict = Verdict.failed();
        }
        return breakGlass ? verdict.broken() : verdict;
    }

    private Verdict decide(SignIn signIn, Instant now) {
        AccessSettings settings = access.settings();
        PolicySet policies = access.policies();
        List<BroughtFactor> brought = signIn.brought(settings);
        Set<Factor> methods = new HashSet<>();
        brought.forEach(factor -> methods.add(factor.factor()));
        Signals signals = new SignalCollector(session, realm, new RiskSignal(session))
                .collect(
                        new SignalCollector.Subject(
                                Optional.of(signIn.user()),
                                signIn.client(),
                                signIn.address(),
                                signIn.device(),
                                methods),
                        policies.needs(),
                        // Not cut to the second: what the history has of this very second is past, and not to come.
                        Instant.ofEpochMilli(Time.currentTimeMillis()));
        Decision decision = policies.decide(signals);
        SignInState state =
                new SignInState(brought, signIn.authenticatedAt(now), signIn.mayAskAgain(), settings.secondFactors());
        NextStep next = AccessRule.next(decision, state, now);
        boolean deviceMissing = !(next instanceof NextStep.LetIn) && MissingDevice.isAll(policies, signals, state, now);
        return Verdict.of(decision, next, brought, signals, deviceMissing);
    }
}
