package dev.holdfast.bench.access;

import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Policy;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a change costs a node at most: ten thousand policies and ten lists of 100,000 blocks. */
@State(Scope.Benchmark)
public class PolicyCompilation {
    private Map<String, List<AddressRange>> ranges = Map.of();
    private List<Policy> policies = List.of();

    @Setup
    public void make() {
        AccessWorld world = new AccessWorld();
        ranges = world.ranges();
        policies = world.policies(10_000);
    }

    /** All ten lists and all policies. */
    @Benchmark
    public PolicySet compile() {
        return PolicySet.compile(policies, AccessWorld.sets(ranges), AccessWorld.DEFAULT);
    }
}
