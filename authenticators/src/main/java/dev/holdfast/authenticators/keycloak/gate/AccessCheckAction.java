package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.keycloak.device.FreshStart;
import dev.holdfast.authenticators.keycloak.device.RegisterDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.device.RenewDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.session.DeviceCheckActionFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.Status;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The gate at the end of each sign-in, whichever flow or choice led there. Keycloak evaluates it in every sign-in, and again
 * after every other action.
 */
final class AccessCheckAction implements RequiredActionProvider {
    /** Actions by which a device proves itself: what it is can be known only behind them. */
    private static final Set<String> PROVING = Set.of(RenewDeviceActionFactory.ID, DeviceCheckActionFactory.ID);

    private final boolean late;

    /** @param late whether this is the one of the two that waits for the device; the other one evaluates for both */
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
        tab.removeRequiredAction(AccessCheckActionFactory.ID);
        tab.removeRequiredAction(AccessCheckActionFactory.LATE_ID);
        if (verdict.next() instanceof NextStep.LetIn letIn) {
            letIn(context, verdict, letIn);
            FactorFlow.leave(tab);
        } else if (GrantDoor.isOpen(context)) {
            throw GrantDoor.refusal(context);
        } else {
            tab.addRequiredAction(placeOf(context, verdict));
        }
    }

    private static void letIn(RequiredActionContext context, Verdict verdict, NextStep.LetIn letIn) {
        AccessLimits.remember(context, verdict, letIn.limits());
        GrantDoor.pass(context);
    }

    /**
     * Before everything else; behind the device where that has to be known first. A device is set up before the gate only if
     * it is all that is missing: else whoever has a password sets one up, is denied here, and comes again with it.
     */
    private static String placeOf(RequiredActionContext context, Verdict verdict) {
        List<String> pending = Stream.concat(
                        context.getAuthenticationSession().getRequiredActions().stream(),
                        context.getUser().getRequiredActionsStream())
                .toList();
        boolean registers = pending.contains(RegisterDeviceActionFactory.ID);
        boolean waits = registers ? verdict.deviceMissing() : pending.stream().anyMatch(PROVING::contains);
        RequiredActionProviderModel behind =
                context.getRealm().getRequiredActionProviderByAlias(AccessCheckActionFactory.LATE_ID);
        // Keycloak leaves out what a realm does not have, or has switched off.
        return waits && behind != null && behind.isEnabled()
                ? AccessCheckActionFactory.LATE_ID
                : AccessCheckActionFactory.ID;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Verdict verdict =
                AccessGate.decide(context.getSession(), new TabSignIn(context)).orElse(null);
        if (verdict == null) {
            context.success();
        } else if (verdict.next() instanceof NextStep.LetIn letIn) {
            letIn(context, verdict, letIn);
            context.success();
        } else {
            BorrowedAction proof = proof(context);
            if (proof == null) {
                challenge(context, verdict);
            } else {
                end(context, proof.show());
            }
        }
    }

    private static void challenge(RequiredActionContext context, Verdict verdict) {
        NextStep next = verdict.next();
        if (next instanceof NextStep.Ask ask) {
            ask(context, verdict, ask);
        } else if (next instanceof NextStep.Reauthenticate anew) {
            beginAnew(context, anew.maxAgeSeconds());
        } else if (next instanceof NextStep.Refuse refuse) {
            deny(context, verdict, refuse.message(), refuse.reason());
        } else {
            // Without a page Keycloak would go on.
            deny(context, verdict, Optional.empty(), "undecided");
        }
    }

    private static void beginAnew(RequiredActionContext context, long maxAgeSeconds) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        context.challenge(FreshStart.within(maxAgeSeconds, context.getSession(), tab));
        GateNotes.ASKED_ANEW.put(tab, "1");
    }

    /**
     * The check of the device, where this gate waits for it. By itself it comes behind every other action, and those must not
     * be done by whoever is denied here.
     */
    private @Nullable BorrowedAction proof(RequiredActionContext context) {
        boolean pending =
                context.getAuthenticationSession().getRequiredActions().contains(DeviceCheckActionFactory.ID);
        return late && pending
                ? BorrowedAction.of(context, DeviceCheckActionFactory.ID).orElse(null)
                : null;
    }

    private static void ask(RequiredActionContext context, Verdict verdict, NextStep.Ask ask) {
        AccessSettings settings =
                AccessRealms.of(context.getSession()).orElseThrow().settings();
        Optional<FactorFlow> flow = FactorFlow.of(context);
        List<AuthenticationExecutionModel> offered =
                flow.map(found -> found.offered(ask, settings)).orElse(List.of());
        if (flow.isPresent() && !offered.isEmpty()) {
            context.challenge(flow.get().start(offered));
        } else if (!Enrolment.begin(context, ask, settings)) {
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

    /** What a page of the gate posts: a device's proof, a factor that is set up, or the denial's one button. */
    @Override
    public void processAction(RequiredActionContext context) {
        Verdict verdict =
                AccessGate.decide(context.getSession(), new TabSignIn(context)).orElse(null);
        if (verdict == null || verdict.next() instanceof NextStep.LetIn) {
            requiredActionChallenge(context);
            return;
        }
        BorrowedAction proof = proof(context);
        if (proof != null) {
            end(context, proof.process());
        } else if (verdict.next() instanceof NextStep.Ask && Enrolment.isPending(context)) {
            end(context, Enrolment.process(context));
        } else if (context.getHttpRequest().getDecodedFormParameters().containsKey("leave")) {
            // Back to the application, which is told of the denial as its protocol has it.
            context.failure();
        } else {
            requiredActionChallenge(context);
        }
    }

    /** What became of another action is what becomes of the gate, for this time: it is evaluated again behind each. */
    private static void end(RequiredActionContext context, Status status) {
        if (status == Status.SUCCESS) {
            context.success();
        } else if (status != Status.CHALLENGE) {
            // Whatever else it is, the sign-in must not go on by it.
            context.failure();
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
