package dev.holdfast.bench.access;

import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Signals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision, another request each time; what it takes to gather the request's signals is not counted. */
@State(Scope.Benchmark)
public class PolicyDecisions {
    /** How many policies, and whether they crowd on one application. */
    @Param({"1000", "10000", "crowd-10000"})
    public String policies = "1000";

    private PolicySet compiled = PolicySet.compile(List.of(), Map.of(), AccessWorld.DEFAULT);
    private LinearEvaluator linear = new LinearEvaluator(List.of(), Map.of());
    private List<Supplier<Signals>> requests = List.of();
    private int next;

    /** Makes the world, and sees that both ways find the same. */
    @Setup
    public void make() {
        AccessWorld world = new AccessWorld();
        Map<String, List<AddressRange>> ranges = world.ranges();
        Map<String, AddressSet> lists = AccessWorld.sets(ranges);
        List<Policy> some = policies(world, policies);
        compiled = PolicySet.compile(some, lists, AccessWorld.DEFAULT);
        linear = new LinearEvaluator(some, lists);
        requests = world.requests();
        for (Supplier<Signals> each : requests) {
            Signals request = each.get();
            Set<Policy> found = compiled.decide(request).applied().stream()
                    .map(Applied::policy)
                    .collect(Collectors.toSet());
            if (!found.equals(Set.copyOf(linear.matching(request)))) {
                throw new IllegalStateException("The loop and the index find different policies");
            }
        }
    }

    static List<Policy> policies(AccessWorld world, String which) {
        return which.startsWith("crowd-")
                ? world.crowd(Integer.parseInt(which.substring("crowd-".length())))
                : world.policies(Integer.parseInt(which));
    }

    /** By the index. */
    @Benchmark
    public Decision decide(Durations durations) {
        Signals request = request();
        long begun = System.nanoTime();
        Decision decision = compiled.decide(request);
        durations.add(System.nanoTime() - begun);
        return decision;
    }

    /** By a loop over all policies. */
    @Benchmark
    public List<Policy> loop(Durations durations) {
        Signals request = request();
        long begun = System.nanoTime();
        List<Policy> matching = linear.matching(request);
        durations.add(System.nanoTime() - begun);
        return matching;
    }

    private Signals request() {
        next = (next + 1) % requests.size();
        return requests.get(next).get();
    }
}
