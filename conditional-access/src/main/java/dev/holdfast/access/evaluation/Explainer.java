package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.explanation.Finding;
import dev.holdfast.access.explanation.PolicyExplanation;
import dev.holdfast.access.explanation.PolicyExplanation.Standing;
import dev.holdfast.access.explanation.Reason;
import dev.holdfast.access.explanation.ReasonCode;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says of each policy what became of it. The values are those that decide: they come from the same nodes. */
final class Explainer {
    private final Request request;
    private final Signals signals;
    private final LeafReasons leaves;

    Explainer(Request request, Map<String, AddressSet> ipLists) {
        this.request = request;
        this.signals = request.signals();
        this.leaves = new LeafReasons(signals, ipLists);
    }

    PolicyExplanation disabled(Policy policy) {
        return new PolicyExplanation(policy, Standing.DISABLED, Reason.of(ReasonCode.DISABLED), Optional.empty());
    }

    PolicyExplanation of(Rule rule) {
        Reason target = target(rule);
        Finding condition = finding(rule.condition());
        boolean targeted = switch (target.code()) {
            case EVERYBODY, USER_INCLUDED, GROUP_INCLUDED -> true;
            default -> false;
        };
        Standing matched = rule.isEnforced() ? Standing.APPLIED : Standing.REPORTED;
        Standing standing = !targeted
                ? Standing.NOT_TARGETED
                : rule.match(condition.value()) == null ? Standing.NOT_MATCHED : matched;
        return new PolicyExplanation(rule.policy(), standing, target, Optional.of(condition));
    }

    private Reason target(Rule rule) {
        Person person = signals.person();
        Targets targets = rule.policy().targets();
        if (!Rule.isAbout(rule.policy(), signals)) {
            return Reason.of(
                    ReasonCode.OTHER_RESOURCE,
                    "client",
                    signals.clientId(),
                    "type",
                    signals.type().name().toLowerCase(Locale.ROOT));
        }
        Audience audience = rule.audience();
        if (audience.exclusion().users().holds(person)) {
            return Reason.of(ReasonCode.USER_EXCLUDED, "user", person.username());
        }
        Optional<String> out = firstOfBoth(targets.excludedGroups(), person.groups());
        if (out.isPresent()) {
            return Reason.of(ReasonCode.GROUP_EXCLUDED, "group", out.get());
        }
        if (audience.everybody()) {
            return Reason.of(ReasonCode.EVERYBODY);
        }
        if (audience.users().holds(person)) {
            return Reason.of(ReasonCode.USER_INCLUDED, "user", person.username());
        }
        return firstOfBoth(targets.groups(), person.groups())
                .map(group -> Reason.of(ReasonCode.GROUP_INCLUDED, "group", group))
                .orElseGet(() -> Reason.of(ReasonCode.NOBODY_INCLUDED, "user", person.username()));
    }

    private Finding finding(Node node) {
        List<Finding> parts = node.parts().stream().map(this::finding).toList();
        return new Finding(node.source(), node.value(request), reason(node.source()), parts);
    }

    private Reason reason(Condition condition) {
        if (condition.equals(Condition.ALWAYS)) {
            return Reason.of(ReasonCode.ALWAYS);
        }
        if (condition instanceof Condition.All) {
            return Reason.of(ReasonCode.ALL_PARTS);
        }
        if (condition instanceof Condition.Any) {
            return Reason.of(ReasonCode.ANY_PART);
        }
        if (condition instanceof Condition.Not) {
            return Reason.of(ReasonCode.NEGATED);
        }
        return leaves.of(condition);
    }

    static Optional<String> firstOfBoth(Set<String> some, Set<String> others) {
        return new TreeSet<>(some).stream().filter(others::contains).findFirst();
    }
}
