package dev.holdfast.access.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    @Test
    @DisplayName(
            "A condition that is passed over for want of its keys is false, and most of those that wait for keys are")
    void passedOverForKeys() {
        int passedOver = 0;
        int waiting = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            ConditionCompiler compiler = new ConditionCompiler(Map.of());
            for (Policy policy : world.crowd(REQUESTS)) {
                Condition condition = policy.condition();
                Node node = compiler.compile(condition);
                long wanted = Marks.wanted(Key.of(condition));
                for (int i = 0; i < REQUESTS; i++) {
                    Signals signals = world.signals();
                    Truth value = node.value(new Request(signals, compiler.lists(), compiler.zones()));
                    boolean passes = !Marks.of(signals).meet(wanted);
                    if (passes) {
                        assertThat(value).as("%s of %s", condition, signals).isEqualTo(Truth.FALSE);
                        passedOver++;
                    }
                    waiting += wanted != Marks.ANY && value == Truth.FALSE ? 1 : 0;
                }
            }
        }
        assertThat(passedOver).isGreaterThan(waiting / 2);
        assertThat(waiting).isPositive();
    }

    @Test
    @DisplayName(
            "A condition waits for each of up to four keys, in whatever order; for more, or an attribute's, it waits not")
    void wantedKeys() {
        Set<String> four = Set.of("/a", "/b", "/c", "/d");
        long wanted = Marks.wanted(Key.of(new Condition.Group(four)));
        four.forEach(group -> assertThat(Marks.of(of(Set.of(group, "/e"))).meet(wanted))
                .as(group)
                .isTrue());
        assertThat(Marks.of(of(Set.of("/e"))).meet(wanted)).isFalse();
        assertThat(Marks.of(of(Set.of())).meet(wanted)).isFalse();
        assertThat(Marks.of(of(Set.of())).meet(Marks.ANY)).isTrue();
        assertThat(Marks.wanted(Key.of(new Condition.Group(Set.of("/a", "/b", "/c", "/d", "/e")))))
                .isEqualTo(Marks.ANY);
        assertThat(Marks.wanted(Key.of(new Condition.UserAttribute("team", Set.of("a")))))
                .isEqualTo(Marks.ANY);
    }

    private static Signals of(Set<String> groups) {
        Signals some = new RandomWorld(0).signals();
        Person person = new Person("id", "name", groups, Set.of(), Map.of(), Optional.empty());
        return new Signals(
                person,
                some.type(),
                some.clientId(),
                some.time(),
                some.address(),
                Place.PRIVATE_NETWORK,
                some.device(),
                Set.of(),
                some.risk());
    }
}
