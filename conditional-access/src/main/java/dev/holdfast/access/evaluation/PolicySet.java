package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.AddressSieve;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.explanation.Explanation;
import dev.holdfast.access.explanation.PolicyExplanation;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A realm's policies, compiled. Immutable and safe for threads; deciding looks at no clock, network or database.
 *
 * <p>Among the enforced policies that match, deny wins over require, and require over allow; the lower priority number gives
 * the message, and of equal numbers the lower id. What every one of them obliges to holds: a factor must be in all lists (none
 * is: denied), the shortest limits of the session and the strongest user verification count. What no policy grants, the
 * realm's default decides.
 */
public final class PolicySet {
    private final List<Policy> policies;
    private final List<Rule> rules;
    private final Map<String, AddressSet> ipLists;
    private final Effect defaultEffect;
    private final Map<ResourceType, Slice> byType = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Map<String, Slice>> byClient = new EnumMap<>(ResourceType.class);
    private final Set<SignalKind> needs = EnumSet.noneOf(SignalKind.class);
    private final AddressSieve lists;
    private final int zones;

    private PolicySet(List<Policy> policies, Map<String, AddressSet> ipLists, Effect defaultEffect) {
        this.policies = policies;
        this.ipLists = Map.copyOf(ipLists);
        this.defaultEffect = defaultEffect;
        ConditionCompiler compiler = new ConditionCompiler(ipLists);
        rules = new ArrayList<>(policies.size());
        Rule.Known known = new Rule.Known();
        for (Policy policy : policies) {
            if (!policy.disabled()) {
                rules.add(new Rule(policy, rules.size(), compiler.compile(policy.condition()), known));
            }
        }
        lists = compiler.lists();
        zones = compiler.zones();
        needs.addAll(compiler.needs());
        if (rules.stream().anyMatch(rule -> rule.audience().looksAtGroups())) {
            needs.add(SignalKind.GROUPS);
        }
        index();
    }

    /**
     * Compiles policies.
     *
     * @param ipListsByIdAndName the realm's address lists; one that a policy names and is not there says nothing of any
     *     address
     * @param defaultEffect what becomes of a request that no policy grants
     */
    public static PolicySet compile(
            Collection<Policy> policies, Map<String, AddressSet> ipListsByIdAndName, Effect defaultEffect) {
        List<Policy> ordered = policies.stream().sorted(Policy.IN_ORDER).toList();
        return new PolicySet(ordered, ipListsByIdAndName, defaultEffect);
    }

    public Decision decide(Signals signals) {
        return Combination.of(matches(signals), defaultEffect);
    }

    /** Decides, and says of every policy what became of it and why. */
    public Explanation explain(Signals signals) {
        List<Match> matches = matches(signals);
        Map<Policy, Rule> enabled = new IdentityHashMap<>();
        rules.forEach(rule -> enabled.put(rule.policy(), rule));
        Explainer explainer = new Explainer(new Request(signals, lists, zones), ipLists);
        List<PolicyExplanation> explained = new ArrayList<>(policies.size());
        for (Policy policy : policies) {
            Rule rule = enabled.get(policy);
            explained.add(rule == null ? explainer.disabled(policy) : explainer.of(rule));
        }
        boolean byPolicy = matches.stream().anyMatch(match -> match.enforced() && (match.denies() || match.grants()));
        return new Explanation(Combination.of(matches, defaultEffect), !byPolicy, explained);
    }

    /**
     * Whether the request could be let in if all that is unknown of it turned out well: no policy surely denies it, some
     * policy or the default may grant it, and there is a factor that satisfies what is surely required.
     */
    public boolean couldAdmit(Signals signals) {
        return couldAdmit(signals, EnumSet.allOf(SignalKind.class));
    }

    /**
     * The same where only some of what is unknown may yet turn out well. Of what else is unknown, a policy makes what it makes
     * of missing data.
     */
    public boolean couldAdmit(Signals signals, Set<SignalKind> open) {
        Request request = new Request(signals, lists, zones);
        boolean granted = false;
        boolean asked = false;
        Optional<Set<Factor>> factors = Optional.empty();
        for (Rule rule : rules) {
            if (!rule.isEnforced() || !rule.isAbout(signals)) {
                continue;
            }
            Truth value = rule.condition().value(request);
            boolean mayTurnOut = value == Truth.UNKNOWN
                    && !Collections.disjoint(rule.condition().needs(), open);
            boolean holds = !mayTurnOut && rule.match(value) != null;
            if (holds && rule.denies()) {
                return false;
            }
            granted |= !rule.denies() && (value == Truth.TRUE || mayTurnOut);
            if (holds) {
                asked |= rule.requires();
                factors = Combination.both(factors, rule.obligations().factors());
            }
        }
        if (!granted) {
            if (!(defaultEffect instanceof Effect.Allow otherwise)) {
                return false;
            }
            asked |= Rule.demands(otherwise.obligations());
            factors = Combination.both(factors, otherwise.obligations().factors());
        }
        return !(asked && factors.filter(Set::isEmpty).isPresent());
    }

    /** All of them in their order, the disabled ones too. */
    public List<Policy> policies() {
        return policies;
    }

    public Effect defaultEffect() {
        return defaultEffect;
    }

    /** What some policy that is not disabled looks at. */
    public Set<SignalKind> needs() {
        return Collections.unmodifiableSet(needs);
    }

    /** In the order in which they count. */
    private List<Match> matches(Signals signals) {
        Request request = new Request(signals, lists, zones);
        List<Match> matches = new ArrayList<>();
        Slice ofType = byType.get(signals.type());
        if (ofType != null) {
            ofType.match(request, matches);
        }
        Map<String, Slice> clients = byClient.get(signals.type());
        Slice ofClient = clients == null ? null : clients.get(signals.clientId());
        if (ofClient != null) {
            ofClient.match(request, matches);
        }
        if (matches.size() < 2) {
            return matches;
        }
        matches.sort(null);
        return withoutRepetition(matches);
    }

    /** A rule comes once for each group of the person that it names. */
    private static List<Match> withoutRepetition(List<Match> sorted) {
        int kept = 1;
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i) != sorted.get(kept - 1)) {
                sorted.set(kept++, sorted.get(i));
            }
        }
        return kept == sorted.size() ? sorted : sorted.subList(0, kept);
    }

    private void index() {
        Map<ResourceType, List<Rule>> types = new EnumMap<>(ResourceType.class);
        Map<ResourceType, Map<String, List<Rule>>> clients = new EnumMap<>(ResourceType.class);
        for (Rule rule : rules) {
            Set<ResourceType> whole = wholeTypes(rule.policy());
            whole.forEach(type ->
                    types.computeIfAbsent(type, any -> new ArrayList<>()).add(rule));
            rule.policy().targets().resources().stream()
                    .distinct()
                    .filter(resource -> !whole.contains(resource.type()))
                    .forEach(resource -> clients.computeIfAbsent(resource.type(), any -> new HashMap<>())
                            .computeIfAbsent(resource.clientId().orElseThrow(), any -> new ArrayList<>())
                            .add(rule));
        }
        types.forEach((type, some) -> byType.put(type, new Slice(some)));
        clients.forEach((type, some) -> {
            Map<String, Slice> slices = new HashMap<>(some.size() * 2);
            some.forEach((client, its) -> slices.put(client, new Slice(its)));
            byClient.put(type, slices);
        });
    }

    /** The types of which a policy is about every client. */
    static Set<ResourceType> wholeTypes(Policy policy) {
        List<Targets.Resource> resources = policy.targets().resources();
        if (resources.isEmpty()) {
            return EnumSet.of(policy.type());
        }
        Set<ResourceType> whole = EnumSet.noneOf(ResourceType.class);
        resources.stream()
                .filter(resource -> resource.clientId().isEmpty())
                .forEach(resource -> whole.add(resource.type()));
        return whole;
    }
}
