package dev.holdfast.access.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    @DisplayName("Names are a set as any other: each once, by its text and not by its hash")
    void set() {
        // These two have one hash.
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        Names names = Names.of(List.of("Aa", "b", "b", ""));
        assertThat(names).hasSize(3).containsExactlyInAnyOrder("Aa", "b", "").isEqualTo(Set.of("Aa", "b", ""));
        assertThat(names.contains("BB")).isFalse();
        assertThat(Names.of(List.of("BB", "Aa"))).containsExactlyInAnyOrder("Aa", "BB");
        assertThat(names.contains("c")).isFalse();
        assertThat(names.contains((Object) 1)).isFalse();
        assertThat(Names.of(List.of())).isEmpty();
        assertThat(Names.of(names)).isSameAs(names);
        assertThatThrownBy(() -> Names.of(Arrays.asList("a", null))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> names.add("c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("Whatever the names, those are found that are there, and no others")
    void any() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            List<String> some = new ArrayList<>();
            for (int i = random.nextInt(70); i > 0; i--) {
                some.add("/group-" + random.nextInt(100));
            }
            Names names = Names.of(some);
            Set<String> expected = new HashSet<>(some);
            assertThat(names).isEqualTo(expected);
            for (int i = 0; i < 100; i++) {
                assertThat(names.contains("/group-" + i)).isEqualTo(expected.contains("/group-" + i));
            }
            for (int i = 0; i < names.size(); i++) {
                assertThat(names.hash(i)).isEqualTo(names.name(i).hashCode());
            }
        }
    }
}
