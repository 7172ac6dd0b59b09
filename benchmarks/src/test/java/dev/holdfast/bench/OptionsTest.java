package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    @DisplayName("without options a minute warms up, and every operation has its half minute")
    void defaults() {
        Options options = Options.read(List.of());

        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.rounds()).isEqualTo(10);
        assertThat(options.mode()).isEqualTo(Options.Mode.SERVER);
    }

    @Test
    @DisplayName("seconds are rounded up to whole slices, at least one")
    void rounds() {
        assertThat(Options.read(List.of("--seconds", "1")).rounds()).isEqualTo(1);
        assertThat(Options.read(List.of("--seconds", "7")).rounds()).isEqualTo(3);
        assertThat(Options.read(List.of("--quick")).rounds()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--refusals, REFUSALS",
        "--registry, REGISTRY",
        "--push, PUSH",
        "--gate, GATE",
        "--micro, MICRO",
        "--access, ACCESS",
        "--browser, BROWSER",
        "--start, START"
    })
    @DisplayName("an option chooses what is measured, and changes nothing else")
    void modes(String option, Options.Mode mode) {
        Options options = Options.read(List.of(option));

        assertThat(options.mode()).isEqualTo(mode);
        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.quick()).isFalse();
        assertThat(options.postgres()).isFalse();
        assertThat(options.profile()).isFalse();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"0", "3601", "many", ""})
    @DisplayName("a number of seconds out of bounds is refused in words")
    void bounds(String seconds) {
        assertThatThrownBy(() -> Options.read(List.of("--seconds", seconds))).hasMessageContaining("1 to 3600");
    }

    @Test
    @DisplayName("an unknown option is refused by name")
    void unknown() {
        assertThatThrownBy(() -> Options.read(List.of("--fast"))).hasMessageContaining("--fast");
    }
}
