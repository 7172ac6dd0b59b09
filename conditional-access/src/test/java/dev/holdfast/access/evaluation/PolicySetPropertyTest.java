package dev.holdfast.access.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.explanation.Explanation;
import dev.holdfast.access.explanation.PolicyExplanation;
import dev.holdfast.access.explanation.PolicyExplanation.Standing;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Signals;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PolicySetPropertyTest {
    /** Fewer for tests of mutants, which run hundreds of times. */
    private static final int SETS = Integer.getInteger("holdfast.worlds", 1_000);

    private static final int REQUESTS = 20;
    private static final Map<String, List<AddressRange>> LISTS = Map.of(
            "office",
                    Stream.of("192.0.2.0/30", "2001:db8::3-2001:db8::5")
                            .map(AddressRange::parse)
                            .toList(),
            "vpn", Stream.of("192.0.2.3-192.0.2.9").map(AddressRange::parse).toList(),
            "six", Stream.of("::/0").map(AddressRange::parse).toList());

    private enum Kind {
        ALLOW,
        REQUIRE,
        DENY
    }

    @Test
    @DisplayName("Any policies decide any request as the rules say that are written down once more, and explain it so")
    void asTheReference() {
        Map<String, AddressSet> sets = new HashMap<>();
        LISTS.forEach((name, ranges) -> sets.put(name, AddressSet.of(ranges)));
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        for (int seed = 0; seed < SETS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            List<Policy> policies = world.policies();
            Effect defaultEffect = world.effect();
            ReferenceEvaluator reference = new ReferenceEvaluator(policies, LISTS, defaultEffect);
            PolicySet compiled = PolicySet.compile(policies, sets, defaultEffect);
            for (int i = 0; i < REQUESTS; i++) {
                Signals signals = world.signals();
                Decision expected = reference.decide(signals);
                Decision decision = compiled.decide(signals);

                assertThat(decision)
                        .as("seed %d: %s for %s", seed, signals, policies)
                        .isEqualTo(expected);
                if (i == 0) {
                    assertExplained(compiled.explain(signals), decision);
                }
                if (!(decision instanceof Decision.Deny)) {
                    assertThat(compiled.couldAdmit(signals))
                            .as("seed %d: who is admitted could be", seed)
                            .isTrue();
                }
                assertThat(compiled.couldAdmit(signals, Set.of()))
                        .as("seed %d: nothing that is unknown may turn out well: %s", seed, signals)
                        .isEqualTo(!(decision instanceof Decision.Deny));
                seen.merge(kind(decision), 1, Integer::sum);
            }
        }
        // Each outcome is common, or this would show little.
        assertThat(seen).hasSize(3);
        assertThat(seen.values()).allMatch(count -> count > SETS * REQUESTS / 20);
    }

    @Test
    @DisplayName("So do many policies, which are filed by what a request must have to be their business")
    void manyAsTheReference() {
        for (int seed = 0; seed < Math.max(2, SETS / 40); seed++) {
            RandomWorld world = new RandomWorld(seed);
            assertAsTheReference(world, world.policies(6 * Slice.FEW));
            assertAsTheReference(world, world.crowd(3 * Slice.FEW));
        }
    }

    private static void assertAsTheReference(RandomWorld world, List<Policy> policies) {
        Map<String, AddressSet> sets = new HashMap<>();
        LISTS.forEach((name, ranges) -> sets.put(name, AddressSet.of(ranges)));
        Effect defaultEffect = world.effect();
        ReferenceEvaluator reference = new ReferenceEvaluator(policies, LISTS, defaultEffect);
        PolicySet compiled = PolicySet.compile(policies, sets, defaultEffect);
        for (int i = 0; i < REQUESTS; i++) {
            Signals signals = world.signals();
            assertThat(compiled.decide(signals)).as("%s", signals).isEqualTo(reference.decide(signals));
        }
    }

    @Test
    @DisplayName("Any policy is read again from what is written of it")
    void anyDocument() {
        for (int seed = 0; seed < SETS / 5; seed++) {
            for (Policy policy : new RandomWorld(seed).policies()) {
                PolicyDocument read = PolicyDocument.read(PolicyDocument.write(policy));
                if (read instanceof PolicyDocument.Read again) {
                    assertThat(PolicyDocument.write(again.policy())).isEqualTo(PolicyDocument.write(policy));
                } else {
                    // What no author could have written: lists of nothing, types that contradict the resources.
                    assertThat(((PolicyDocument.Refused) read).problems())
                            .allMatch(problem -> problem.message().contains("at least one")
                                    || problem.message().contains("names no")
                                    || problem.message().contains("a true unknown or private"));
                }
            }
        }
    }

    private static void assertExplained(Explanation explanation, Decision decision) {
        assertThat(explanation.decision()).isEqualTo(decision);
        assertThat(ids(explanation, Standing.APPLIED)).containsExactlyInAnyOrderElementsOf(ids(decision.applied()));
        assertThat(ids(explanation, Standing.REPORTED)).containsExactlyInAnyOrderElementsOf(ids(decision.reported()));
    }

    private static List<String> ids(Explanation explanation, Standing standing) {
        return explanation.policies().stream()
                .filter(one -> one.standing() == standing)
                .map(PolicyExplanation::policy)
                .map(Policy::id)
                .toList();
    }

    private static List<String> ids(List<Applied> applied) {
        return applied.stream().map(one -> one.policy().id()).toList();
    }

    private static Kind kind(Decision decision) {
        if (decision instanceof Decision.Deny) {
            return Kind.DENY;
        }
        return decision instanceof Decision.Require ? Kind.REQUIRE : Kind.ALLOW;
    }
}
