package dev.holdfast.access.evaluation;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.ArrayList;
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

    private Combination() {}

    /** @param matches in the order of the realm's policies, each once */
    static Decision of(List<Rule.Match> matches, Effect defaultEffect) {
        List<Applied> applied = applied(matches, true);
        List<Applied> reported = applied(matches, false);
        Combination combination = new Combination();
        for (Rule.Match match : matches) {
            if (match.rule().isEnforced()) {
                if (match.rule().denies()) {
                    return new Decision.Deny(match.rule().policy().effect().message(), applied, reported);
                }
                combination.add(match);
            }
        }
        return combination.decide(defaultEffect, applied, reported);
    }

    private void add(Rule.Match match) {
        granted |= match.grants();
        add(match.rule().obligations(), match.rule().message());
    }

    private void add(Obligations obligations, Optional<DenialMessage> itsMessage) {
        if (message.isEmpty()
                && (Rule.demands(obligations) || obligations.factors().isPresent())) {
            message = itsMessage;
        }
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
                add(allow.obligations(), allow.message());
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

    /** Those that deny first, then those that require, then the others; each in the realm's order. */
    private static List<Applied> applied(List<Rule.Match> matches, boolean enforced) {
        List<Applied> denying = new ArrayList<>();
        List<Applied> requiring = List.of();
        List<Applied> allowing = List.of();
        for (Rule.Match match : matches) {
            Rule rule = match.rule();
            if (rule.isEnforced() != enforced) {
                continue;
            }
            if (rule.denies()) {
                denying.add(match.applied());
            } else if (rule.requires()) {
                requiring = with(requiring, match.applied());
            } else {
                allowing = with(allowing, match.applied());
            }
        }
        denying.addAll(requiring);
        denying.addAll(allowing);
        return denying;
    }

    private static List<Applied> with(List<Applied> some, Applied one) {
        List<Applied> more = some.isEmpty() ? new ArrayList<>() : some;
        more.add(one);
        return more;
    }
}
