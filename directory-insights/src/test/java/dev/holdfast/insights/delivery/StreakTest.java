package dev.holdfast.insights.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreakTest {
    @Test
    @DisplayName("I2 tries that failed wait 1 s, twice as long each time, five minutes at most, and are never given up")
    void backoff() {
        assertThat(IntStream.of(1, 2, 3, 4, 9, 10, 50, Integer.MAX_VALUE).mapToObj(Backoff::after))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(256),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
        assertThat(Backoff.after(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("I2 a call that is taken ends the row of failures: the next one that fails waits 1 s again")
    void streak() {
        Streak streak = new Streak(0);
        assertThat(streak.pause()).isZero();
        for (int i = 0; i < 5; i++) {
            streak = streak.failed();
        }
        assertThat(streak.pause()).isEqualTo(Duration.ofSeconds(16));
        assertThat(streak.taken().pause()).isZero();
        assertThat(streak.taken().failed().pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Streak(Integer.MAX_VALUE).failed().pause()).isEqualTo(Duration.ofMinutes(5));
    }
}
