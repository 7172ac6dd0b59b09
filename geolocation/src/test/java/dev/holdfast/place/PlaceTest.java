package dev.holdfast.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    @DisplayName("A place in words has the city, where it is known, and the country in the reader's language")
    void words() {
        assertThat(located("AT", Optional.of("Vienna")).inWords(Locale.ENGLISH)).isEqualTo("Vienna, Austria");
        assertThat(located("AT", Optional.of("Vienna")).inWords(Locale.GERMAN)).isEqualTo("Vienna, Österreich");
        assertThat(located("XK", Optional.empty()).inWords(Locale.ENGLISH)).isEqualTo("Kosovo");
        assertThat(located("QQ", Optional.empty()).inWords(Locale.ENGLISH)).isEqualTo("QQ");
    }

    @Test
    @DisplayName("A place has a country, and both coordinates or none")
    void guarded() {
        assertThatThrownBy(() -> located("AUT", Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Place.Located(
                        "AT",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.of(48),
                        OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Place.Located located(String country, Optional<String> city) {
        return new Place.Located(
                country, Optional.empty(), Optional.empty(), city, OptionalDouble.empty(), OptionalDouble.empty());
    }
}
