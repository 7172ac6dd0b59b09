package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.keycloak.device.RegisterDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.device.RenewDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.session.DeviceCheckActionFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * The gate at the end of each sign-in, whichever flow or choice led there. Keycloak evaluates it in every sign-in, and again
 * after every other action.
 */
final class AccessCheckAction implements RequiredActionProvider {
    /** Actions by which a device proves itself: what it is can be known only behind them. */
    private static final Set<String> PROVING = Set.of(RenewDeviceActionFactory.ID, DeviceCheckActionFactory.ID);

    private final boolean late;

    /** @param late whether this is the one of the two that waits for other actions; the other one evaluates for both */
    AccessCheckAction(boolean late) {
        this.late = late;
    }

    /** As for the check of the device: Keycloak leaves an action out that a request names and that does not support it. */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        // A link in a mail leads to no session, and what keeps it from its end keeps it from being used up.
        if (late || tab.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            return;
        }
        Optional<Verdict> decided = AccessGate.decide(context.getSession(), new TabSignIn(context));
        if (decided.isEmpty()) {
            return;
        }
        Verdict verdict = decided.get();
        AccessDetails.write(context.getEvent(), verdict);
        if (GrantDoor.isOpen(context.getSession())) {
            GrantDoor.pass(context, verdict);
            return;
        }
        tab.removeRequiredAction(AccessCheckActionFactory.ID);
        tab.removeRequiredAction(AccessCheckActionFactory.LATE_ID);
        if (verdict.next() instanceof NextStep.LetIn letIn) {
            AccessLimits.remember(context, verdict, letIn.limits());
            FactorFlow.leave(tab);
        } else {
            tab.addRequiredAction(
                    mustWait(context, verdict) ? AccessCheckActionFactory.LATE_ID : AccessCheckActionFactory.ID);
        }
    }

    /**
     * Whether other actions come first: those that prove a device, that set a factor up by the gate's wish, or that set up a
     * device without which its user is denied.
     */
    private static boolean mustWait(RequiredActionContext context, Verdict verdict) {
        List<String> pending = Stream.concat(
                        context.getAuthenticationSession().getRequiredActions().stream(),
                        context.getUser().getRequiredActionsStream())
                .toList();
        return pending.stream().anyMatch(PROVING::contains)
                || Enrolment.isPending(context)
                || (verdict.next() instanceof NextStep.Refuse && pending.contains(RegisterDeviceActionFactory.ID));
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Verdict verdict =
                AccessGate.decide(context.getSession(), new TabSignIn(context)).orElse(null);
        NextStep next = verdict == null ? null : verdict.next();
        if (verdict == null || next == null) {
            context.success();
        } else if (next instanceof NextStep.LetIn letIn) {
            AccessLimits.remember(context, verdict, letIn.limits());
            context.success();
        } else if (next instanceof NextStep.Ask ask) {
            ask(context, verdict, ask);
        } else if (next instanceof NextStep.Reauthenticate anew) {
            context.challenge(FreshStart.begin(context, anew.maxAgeSeconds()));
        } else if (next instanceof NextStep.Refuse refuse) {
            deny(context, verdict, refuse.message(), refuse.reason());
        }
    }

    private static void ask(RequiredActionContext context, Verdict verdict, NextStep.Ask ask) {
        AccessSettings settings =
                AccessRealms.of(context.getSession()).orElseThrow().settings();
        Optional<FactorFlow> flow = FactorFlow.of(context);
        List<AuthenticationExecutionModel> offered =
                flow.map(found -> found.offered(ask, settings)).orElse(List.of());
        if (flow.isPresent() && !offered.isEmpty()) {
            context.challenge(flow.get().start(offered));
        } else if (Enrolment.begin(context, ask, settings)) {
            context.challenge(
                    FactorFlow.browseTo(context, LoginActionsService.REQUIRED_ACTION, Action.REQUIRED_ACTIONS));
        } else {
            deny(context, verdict, ask.message(), "no_factor");
        }
    }

    private static void deny(
            RequiredActionContext context, Verdict verdict, Optional<DenialMessage> message, String reason) {
        AccessDetails.write(context.getEvent().clone(), verdict)
                .event(EventType.LOGIN)
                .user(context.getUser())
                .error(AccessDetails.DENIED);
        context.challenge(DenialPage.of(context, message, reason));
    }

    /** The denial's one button: back to the application, which is told of it as its protocol has it. */
    @Override
    public void processAction(RequiredActionContext context) {
        boolean denied = AccessGate.decide(context.getSession(), new TabSignIn(context))
                .filter(verdict -> !(verdict.next() instanceof NextStep.LetIn))
                .isPresent();
        if (denied && context.getHttpRequest().getDecodedFormParameters().containsKey("leave")) {
            context.failure();
        } else {
            requiredActionChallenge(context);
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
