package dev.holdfast.access.evaluation;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes one decision of the rules that match: denial over requirement over permission. */
final class Combination {
    private Obligations latest = Obligations.NONE;
    private boolean granted;
    private boolean mfa;
    private Optional<Set<Factor>> factors = Optional.empty();
    private UserVerification userVerification = UserVerification.NONE;
    private SessionLimits session = SessionLimits.NONE;
    private Optional<DenialMessage> message = Optional.empty();
    private int rankOfMessage = Integer.MAX_VALUE;

    private Combination() {}

    /** @param matches in the order in which they count, each once */
    static Decision of(List<Match> matches, Effect defaultEffect) {
        int enforced = 0;
        while (enforced < matches.size() && matches.get(enforced).enforced()) {
            enforced++;
        }
        List<Applied> applied = applied(matches, 0, enforced);
        List<Applied> reported = applied(matches, enforced, matches.size());
        if (enforced > 0 && matches.get(0).denies()) {
            return new Decision.Deny(matches.get(0).message(), applied, reported);
        }
        Combination combination = new Combination();
        for (int i = 0; i < enforced; i++) {
            combination.add(matches.get(i));
        }
        return combination.decide(defaultEffect, applied, reported);
    }

    private void add(Match match) {
        granted |= match.grants();
        if (match.message().isPresent() && match.rank() < rankOfMessage) {
            message = match.message();
            rankOfMessage = match.rank();
        }
        add(match.obligations());
    }

    private void add(Obligations obligations) {
        // What is demanded twice is demanded once; most policies of a realm demand one of a few things.
        if (obligations == latest) {
            return;
        }
        latest = obligations;
        mfa |= obligations.mfa();
        if (obligations.userVerification().compareTo(userVerification) > 0) {
            userVerification = obligations.userVerification();
        }
        session = session.and(obligations.session());
        factors = both(factors, obligations.factors());
    }

    /** The factors that count for both; an absent list names them all. */
    static Optional<Set<Factor>> both(Optional<Set<Factor>> some, Optional<Set<Factor>> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        Set<Factor> both = new HashSet<>(some.get());
        both.retainAll(others.get());
        return Optional.of(both);
    }

    /** What no policy grants, the realm's default does or does not. */
    private Decision decide(Effect defaultEffect, List<Applied> applied, List<Applied> reported) {
        if (!granted) {
            if (defaultEffect instanceof Effect.Allow allow) {
                add(allow.obligations());
                if (message.isEmpty() && Match.asks(allow.obligations())) {
                    message = allow.message();
                }
            } else {
                return new Decision.Deny(defaultEffect.message(), applied, reported);
            }
        }
        if (!mfa && userVerification != UserVerification.REQUIRED) {
            return new Decision.Allow(session, applied, reported);
        }
        if (factors.filter(Set::isEmpty).isPresent()) {
            return new Decision.Deny(message, applied, reported);
        }
        return new Decision.Require(mfa, factors, userVerification, session, message, applied, reported);
    }

    private static List<Applied> applied(List<Match> matches, int from, int to) {
        Applied[] applied = new Applied[to - from];
        for (int i = from; i < to; i++) {
            applied[i - from] = matches.get(i).applied();
        }
        return List.of(applied);
    }
}
