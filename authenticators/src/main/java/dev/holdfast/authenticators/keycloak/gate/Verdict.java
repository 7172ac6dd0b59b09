package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.access.NextStep;
import java.util.List;
import java.util.Optional;

/**
 * What the gate says of a request.
 *
 * @param word allow, deny or require
 * @param signals absent where they could not be collected
 * @param deviceMissing whether whoever sets a device up now is let in behind that
 * @param breakGlass whether a user of the break-glass group was let in, whatever the policies say
 */
record Verdict(
        NextStep next,
        String word,
        List<Applied> applied,
        List<Applied> reported,
        List<BroughtFactor> brought,
        Optional<Signals> signals,
        boolean deviceMissing,
        boolean breakGlass) {
    static Verdict of(
            Decision decision, NextStep next, List<BroughtFactor> brought, Signals signals, boolean deviceMissing) {
        String word = decision instanceof Decision.Allow
                ? "allow"
                : decision instanceof Decision.Require ? "require" : "deny";
        return new Verdict(
                next,
                word,
                decision.applied(),
                decision.reported(),
                brought,
                Optional.of(signals),
                deviceMissing,
                false);
    }

    /** Nobody could decide: nobody gets in. */
    static Verdict failed() {
        return new Verdict(
                new NextStep.Refuse(Optional.empty(), "gate_failed"),
                "deny",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                false);
    }

    /** The same, for a user of the break-glass group. */
    Verdict broken() {
        return new Verdict(
                new NextStep.LetIn(SessionLimits.NONE), word, applied, reported, brought, signals, false, true);
    }
}
