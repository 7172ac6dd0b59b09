package dev.holdfast.access.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.PolicyForms;
import dev.holdfast.access.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C12 Moving a policy within the realm's order")
class RenumberingTest {
    private static final int MOST = Policy.MOST_PRIORITY;

    private final Random random = new Random(12);

    @Test
    @DisplayName(
            "One number is written where there is room: in the middle between neighbours, ten from an end of the list")
    void room() {
        List<Policy> list = list(100, 200, 300);

        assertThat(written(list, "c", before("b"))).containsExactly(Map.entry("c", 150));
        assertThat(written(list, "a", after("b"))).containsExactly(Map.entry("a", 250));
        assertThat(written(list, "a", after("c"))).containsExactly(Map.entry("a", 310));
        assertThat(written(list, "c", before("a"))).containsExactly(Map.entry("c", 90));
        assertThat(written(list(3, 4), "b", before("a"))).containsExactly(Map.entry("b", 1));
        assertThat(written(list(5, MOST - 4), "a", after("b"))).containsExactly(Map.entry("a", MOST - 2));
    }

    @Test
    @DisplayName("Nothing is written where the policy stands there already, by its number or by its id")
    void alreadyThere() {
        assertThat(written(list(1, 2, 3), "b", after("a"))).isEmpty();
        assertThat(written(list(1, 2, 3), "b", before("c"))).isEmpty();
        assertThat(written(list(7, 7, 7), "b", before("c"))).isEmpty();
    }

    @Test
    @DisplayName(
            "Numbers may be equal where the ids stand in the wished order, so that dense numbers seldom have to give way")
    void equalNumbers() {
        assertThat(written(list(1, 2, 3, 4), "d", before("b"))).containsExactly(Map.entry("d", 1));
        assertThat(written(list(1, 2, 3, 4), "a", before("d"))).containsExactly(Map.entry("a", 4));
        assertThat(written(thousandFrom(100), "p0999", after("p0000"))).containsExactly(Map.entry("p0999", 100));
    }

    @Test
    @DisplayName("Among equal numbers those on the side where fewer stand give way, and leave room for the next move")
    void sidesOfEqualNumbers() {
        List<Policy> equal = new ArrayList<>();
        thousandFrom(0).forEach(policy -> equal.add(policy.withPriority(100)));

        Map<String, Integer> nearTheTop = written(equal, "p0999", after("p0009"));
        assertThat(nearTheTop).hasSize(11);
        assertThat(nearTheTop.values()).doesNotHaveDuplicates().allMatch(priority -> priority < 100);
        assertThat(written(equal, "p0000", before("p0990"))).hasSize(11);
        assertThat(written(equal, "p0999", after("p0499"))).hasSize(499);
    }

    @Test
    @DisplayName("At both ends of the range the numbers stay in it")
    void ends() {
        assertThat(written(list(0, 0), "b", before("a"))).containsExactly(Map.entry("a", 10));
        assertThat(written(list(MOST, MOST), "a", after("b"))).containsExactly(Map.entry("b", MOST - 10));
        assertThat(written(list(0, MOST), "b", before("a"))).hasSize(2);
    }

    @Test
    @DisplayName("A policy that is not there, or stands next to itself, is a mistake of the caller")
    void nobody() {
        for (String[] move : new String[][] {{"x", "a"}, {"a", "x"}, {"a", "a"}}) {
            assertThatThrownBy(() -> Renumbering.of(list(1, 2), move[0], before(move[1])))
                    .as(String.join(" before ", move))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName(
            "Every move of every list ends in exactly the wished order, writes no number outside the range, and none that"
                    + " was there, and no other way writes fewer")
    void everyMove() {
        int several = 0;
        for (int i = 0; i < 3_000; i++) {
            List<Policy> list = anyList(2 + random.nextInt(5));
            for (Policy moved : list) {
                for (Policy neighbour : list) {
                    if (moved != neighbour) {
                        for (Position.Side side : Position.Side.values()) {
                            Position position = new Position(side, neighbour.id());
                            List<String> wished = wished(list, moved.id(), position);
                            Map<String, Integer> written = written(list, moved.id(), position);
                            several += written.size() > 1 ? 1 : 0;
                            requireDone(list, wished, written);
                            assertThat(written)
                                    .as("%s to %s", words(list), wished)
                                    .hasSize(fewest(list, wished));
                        }
                    }
                }
            }
        }
        assertThat(several).as("moves that write several numbers").isGreaterThan(1_000);
    }

    @Test
    @DisplayName("Long lists, however often they are moved about, are at each moment in the wished order")
    void manyMoves() {
        for (int size : new int[] {40, 400}) {
            List<Policy> list = anyList(size);
            for (int i = 0; i < 500; i++) {
                List<Policy> sorted = list.stream().sorted(Policy.IN_ORDER).toList();
                String moved = sorted.get(random.nextInt(size)).id();
                String neighbour = sorted.get(random.nextInt(size)).id();
                if (!moved.equals(neighbour)) {
                    Position position = random.nextBoolean() ? before(neighbour) : after(neighbour);
                    Map<String, Integer> written = written(list, moved, position);
                    requireDone(list, wished(list, moved, position), written);
                    list = with(list, written);
                }
            }
        }
    }

    private static void requireDone(List<Policy> list, List<String> wished, Map<String, Integer> written) {
        assertThat(ids(with(list, written)))
                .as("%s with %s", words(list), written)
                .isEqualTo(wished);
        assertThat(written.values()).allMatch(priority -> priority >= 0 && priority <= MOST);
        assertThat(list).noneMatch(policy -> Integer.valueOf(policy.priority()).equals(written.get(policy.id())));
    }

    /** By trying each choice of those that keep their numbers, with all others as low as they can be. */
    private static int fewest(List<Policy> list, List<String> wished) {
        Map<String, Integer> numbers = new HashMap<>();
        list.forEach(policy -> numbers.put(policy.id(), policy.priority()));
        return IntStream.range(0, 1 << wished.size())
                .filter(kept -> isPossible(wished, numbers, kept))
                .map(kept -> wished.size() - Integer.bitCount(kept))
                .min()
                .orElseThrow();
    }

    private static boolean isPossible(List<String> wished, Map<String, Integer> numbers, int kept) {
        int last = -1;
        String former = "\uffff";
        for (int i = 0; i < wished.size(); i++) {
            String id = wished.get(i);
            int least = former.compareTo(id) < 0 ? last : last + 1;
            int number = ((kept >> i) & 1) == 1 ? numbers.get(id) : least;
            if (number < least || number > MOST) {
                return false;
            }
            last = number;
            former = id;
        }
        return true;
    }

    private static List<String> wished(List<Policy> list, String id, Position position) {
        List<String> wished = ids(list);
        wished.remove(id);
        wished.add(wished.indexOf(position.neighbour()) + (position.side() == Position.Side.AFTER ? 1 : 0), id);
        return wished;
    }

    private static List<String> ids(List<Policy> list) {
        return new ArrayList<>(
                list.stream().sorted(Policy.IN_ORDER).map(Policy::id).toList());
    }

    private static String words(List<Policy> list) {
        return String.join(
                " ",
                list.stream()
                        .sorted(Policy.IN_ORDER)
                        .map(policy -> policy.id() + '=' + policy.priority())
                        .toList());
    }

    private static List<Policy> with(List<Policy> list, Map<String, Integer> written) {
        return list.stream()
                .map(policy -> policy.withPriority(written.getOrDefault(policy.id(), policy.priority())))
                .toList();
    }

    private static Map<String, Integer> written(List<Policy> list, String id, Position position) {
        Map<String, Integer> written = new HashMap<>();
        Renumbering.of(list, id, position).forEach(policy -> written.put(policy.id(), policy.priority()));
        return written;
    }

    /** Numbers close together, with many equal ones, somewhere in the range or at one or both of its ends; in no order. */
    private List<Policy> anyList(int size) {
        int around = random.nextInt(4);
        int width = 1 + random.nextInt(2 * size);
        List<Policy> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int offset = random.nextInt(width);
            int priority = switch (around) {
                case 0 -> offset;
                case 1 -> MOST - offset;
                case 2 -> random.nextBoolean() ? offset : MOST - offset;
                default -> 500 + offset;
            };
            list.add(policy("p%04d".formatted(i), priority));
        }
        Collections.shuffle(list, random);
        return list;
    }

    private static List<Policy> thousandFrom(int first) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> policy("p%04d".formatted(i), first + i))
                .toList();
    }

    /** Policies a, b, c … */
    private static List<Policy> list(int... priorities) {
        return IntStream.range(0, priorities.length)
                .mapToObj(i -> policy(String.valueOf((char) ('a' + i)), priorities[i]))
                .toList();
    }

    private static Policy policy(String id, int priority) {
        return new PolicyForms.Draft(id, PolicyForms.DENY).at(priority).policy();
    }

    private static Position before(String id) {
        return new Position(Position.Side.BEFORE, id);
    }

    private static Position after(String id) {
        return new Position(Position.Side.AFTER, id);
    }
}
