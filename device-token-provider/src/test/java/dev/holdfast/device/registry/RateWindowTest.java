package dev.holdfast.device.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    @Test
    @DisplayName("counts to its limit within a minute, and begins anew with the next")
    void counts() {
        RateWindow window = RateWindow.empty(START).counted(START).counted(START.plusSeconds(59));

        assertThat(window.isFull(3, START.plusSeconds(59))).isFalse();
        assertThat(window.isFull(2, START.plusSeconds(59))).isTrue();
        assertThat(window.isFull(2, START.plusSeconds(60))).isFalse();
        assertThat(window.counted(START.plusSeconds(60))).isEqualTo(new RateWindow(START.plusSeconds(60), 1));
    }

    @Test
    @DisplayName("says how long a full minute lasts, at least one second")
    void secondsLeft() {
        RateWindow window = RateWindow.empty(START);

        assertThat(window.secondsLeft(START)).isEqualTo(60);
        assertThat(window.secondsLeft(START.plusSeconds(60))).isEqualTo(1);
        assertThat(window.secondsLeft(START.plusSeconds(90))).isEqualTo(1);
    }
}
