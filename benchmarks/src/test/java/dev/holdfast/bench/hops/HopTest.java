package dev.holdfast.bench.hops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HopTest {

    private final Marks marks = new Marks(Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC));

    @Test
    @DisplayName("the median is the middle one, or the mean of the middle two")
    void median() {
        assertThat(new Hop("odd", List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
        assertThat(new Hop("even", List.of(9.0, 1.0, 5.0, 7.0)).median()).isEqualTo(6.0);
    }

    @Test
    @DisplayName("times of the page and of this program are compared, the first of each counts")
    void between() {
        marks.at("click", 900.5);
        marks.now("tokens");
        marks.at("tokens", 5_000);

        assertThat(marks.between("click", "tokens")).isEqualTo(99.5);
    }

    @Test
    @DisplayName("a hop that was never reached is named")
    void missing() {
        marks.now("click");
        assertThatThrownBy(() -> marks.between("click", "submit")).hasMessageContaining("submit");
    }
}
