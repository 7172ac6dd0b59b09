package dev.holdfast.authenticators.access;

import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Compares a decision with what a sign-in brought. Pure; starts from "refused". */
public final class AccessRule {
    private AccessRule() {}

    public static NextStep next(Decision decision, SignInState signIn, Instant now) {
        if (decision instanceof Decision.Allow allow) {
            return inTime(allow.session(), signIn, now).orElseGet(() -> new NextStep.LetIn(allow.session()));
        }
        if (decision instanceof Decision.Require require) {
            return inTime(require.session(), signIn, now).orElseGet(() -> required(require, signIn, now));
        }
        return decision instanceof Decision.Deny deny
                ? new NextStep.Refuse(deny.message(), "denied")
                : new NextStep.Refuse(Optional.empty(), "undecided");
    }

    private static Optional<NextStep> inTime(SessionLimits limits, SignInState signIn, Instant now) {
        return limits.maxAge()
                .filter(maxAge -> isOlder(signIn.authenticatedAt(), maxAge, now))
                .map(maxAge -> signIn.mayAskAgain()
                        ? new NextStep.Reauthenticate(maxAge.toSeconds())
                        : new NextStep.Refuse(Optional.empty(), "max_age"));
    }

    private static NextStep required(Decision.Require require, SignInState signIn, Instant now) {
        Set<Factor> counting = require.counting(signIn.secondFactors());
        boolean brought = signIn.brought().stream()
                .filter(factor -> require.isMetBy(factor.factor(), factor.userVerified(), signIn.secondFactors()))
                .anyMatch(factor -> require.session()
                        .maxAge()
                        .filter(maxAge -> isOlder(factor.at(), maxAge, now))
                        .isEmpty());
        if (brought || !(require.mfa() || require.verifiesUser())) {
            return new NextStep.LetIn(require.session());
        }
        return counting.isEmpty()
                ? new NextStep.Refuse(require.message(), "no_factor_allowed")
                : new NextStep.Ask(counting, require.verifiesUser(), require.message());
    }

    private static boolean isOlder(Instant time, Duration maxAge, Instant now) {
        return time.plus(maxAge).isBefore(now);
    }
}
