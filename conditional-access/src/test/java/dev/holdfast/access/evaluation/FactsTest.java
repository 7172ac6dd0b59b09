package dev.holdfast.access.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final int WORLDS = Integer.getInteger("holdfast.worlds", 1_000);
    private static final int REQUESTS = 10;

    @Test
    @DisplayName("A condition that is passed over for want of its facts is false, and many of the false ones are")
    void passedOver() {
        int passedOver = 0;
        int isFalse = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            ConditionCompiler compiler = new ConditionCompiler(Map.of());
            for (Policy policy : world.policies()) {
                Condition condition = policy.condition();
                Node node = compiler.compile(condition);
                long needed = Facts.neededBy(condition);
                for (int i = 0; i < REQUESTS; i++) {
                    Signals signals = world.signals();
                    Truth value = node.value(new Request(signals, compiler.lists(), compiler.zones()));
                    boolean passes = (needed & Facts.of(signals)) == 0;
                    if (passes) {
                        assertThat(value).as("%s of %s", condition, signals).isEqualTo(Truth.FALSE);
                        passedOver++;
                    }
                    isFalse += value == Truth.FALSE ? 1 : 0;
                }
            }
        }
        assertThat(passedOver).isGreaterThan(isFalse / 5);
    }
}
