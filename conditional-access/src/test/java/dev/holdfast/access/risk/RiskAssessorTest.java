package dev.holdfast.access.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.history.PastSignIn.Outcome;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RiskAssessorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Place.Located VIENNA = place("AT", 48.2082, 16.3738);
    private static final Place.Located SYDNEY = place("AU", -33.8688, 151.2093);
    private static final Place.Located BRATISLAVA = place("SK", 48.1486, 17.1077);
    private static final Place.Located GRAZ = place("AT", 47.0707, 15.4395);

    private final List<PastSignIn> past = new ArrayList<>();

    @Test
    @DisplayName("Distances are those of the great circle, over the poles and the date line too")
    void distances() {
        assertThat(GreatCircle.kilometres(VIENNA, SYDNEY)).isCloseTo(15_984, within(80.0));
        assertThat(GreatCircle.kilometres(VIENNA, BRATISLAVA)).isCloseTo(55, within(2.0));
        assertThat(GreatCircle.kilometres(place("FJ", -17, 179.9), place("FJ", -17, -179.9)))
                .isCloseTo(21.3, within(1.0));
        assertThat(GreatCircle.kilometres(place("AQ", 90, 0), place("AQ", -90, 77)))
                .isCloseTo(20_015, within(30.0));
        assertThat(GreatCircle.kilometres(VIENNA, VIENNA)).isZero();
    }

    @Test
    @DisplayName("A journey that nobody makes is of high risk, and named with distance and time")
    void impossibleTravel() {
        succeeded(Duration.ofHours(2), SYDNEY, "laptop");

        Risk risk = assess(VIENNA, "laptop");

        assertThat(risk.level()).isEqualTo(RiskLevel.HIGH);
        assertThat(risk.facts()).singleElement().satisfies(fact -> {
            assertThat(fact.name()).isEqualTo("impossible_travel");
            assertThat(fact.detail()).matches("159[0-9]{2} km from AU in 2 h");
        });
    }

    @Test
    @DisplayName("A journey is possible by plane, and places near each other are one")
    void possibleTravel() {
        succeeded(Duration.ofHours(30), SYDNEY, "laptop");
        succeeded(Duration.ZERO, BRATISLAVA, "laptop");

        assertThat(names(assess(VIENNA, "laptop"))).isEmpty();
    }

    @Test
    @DisplayName("Of several journeys the fastest counts, and one at the very same moment is faster than any")
    void fastestJourney() {
        succeeded(Duration.ofHours(40), SYDNEY, "laptop");
        succeeded(Duration.ofHours(3), SYDNEY, "laptop");
        assertThat(assess(VIENNA, "laptop").facts().get(0).detail()).endsWith("in 3 h");
        succeeded(Duration.ZERO, SYDNEY, "laptop");
        assertThat(assess(VIENNA, "laptop").facts().get(0).detail()).endsWith("in 0 min");
    }

    @Test
    @DisplayName("Travel is measured from where the person got in, not from where others tried")
    void onlySuccessesTravel() {
        add(Duration.ofMinutes(5), SYDNEY, Optional.empty(), Outcome.FAILED);
        succeeded(Duration.ofHours(5), VIENNA, "laptop");

        assertThat(names(assess(VIENNA, "laptop"))).isEmpty();
        assertThat(names(assess(Place.UNKNOWN, "laptop"))).isEmpty();
        assertThat(names(assess(Place.PRIVATE_NETWORK, "laptop"))).isEmpty();
    }

    @Test
    @DisplayName("A country is new once it is known which ones are usual")
    void newCountry() {
        succeeded(Duration.ofDays(3), VIENNA, "laptop");
        succeeded(Duration.ofDays(2), GRAZ, "laptop");
        assertThat(names(assess(BRATISLAVA, "laptop"))).isEmpty();
        succeeded(Duration.ofDays(1), VIENNA, "laptop");

        assertThat(names(assess(VIENNA, "laptop"))).isEmpty();
        Risk risk = assess(BRATISLAVA, "laptop");
        assertThat(risk.facts()).containsExactly(new Risk.Fact("new_country", "SK"));
        assertThat(risk.level()).isEqualTo(RiskLevel.MEDIUM);
    }

    @Test
    @DisplayName("A new device alone is of low risk and named, with a new country it is of high risk")
    void newDevice() {
        for (int day = 1; day <= 3; day++) {
            succeeded(Duration.ofDays(day), VIENNA, "laptop");
        }

        Risk alone = assess(VIENNA, "other");
        assertThat(alone).isEqualTo(new Risk(RiskLevel.LOW, List.of(new Risk.Fact("new_device", "other"))));
        assertThat(assess(BRATISLAVA, "other").level()).isEqualTo(RiskLevel.HIGH);
        assertThat(names(new RiskAssessor(RiskThresholds.DEFAULT).assess(NOW, VIENNA, Optional.empty(), past)))
                .isEmpty();
    }

    @Test
    @DisplayName("Failures and refused pushes count within their time, and together")
    void failuresAndDenials() {
        succeeded(Duration.ofDays(1), VIENNA, "laptop");
        for (int i = 0; i < 4; i++) {
            add(Duration.ofMinutes(i), VIENNA, Optional.empty(), Outcome.FAILED);
        }
        add(Duration.ofMinutes(61), VIENNA, Optional.empty(), Outcome.FAILED);
        add(Duration.ofHours(25), VIENNA, Optional.empty(), Outcome.PUSH_DENIED);
        add(Duration.ofMinutes(1), VIENNA, Optional.empty(), Outcome.DENIED_BY_POLICY);
        add(Duration.ofMinutes(-1), VIENNA, Optional.empty(), Outcome.PUSH_DENIED);
        assertThat(assess(VIENNA, "laptop")).isEqualTo(new Risk(RiskLevel.LOW, List.of()));

        add(Duration.ofMinutes(60), VIENNA, Optional.empty(), Outcome.FAILED);
        assertThat(assess(VIENNA, "laptop"))
                .isEqualTo(new Risk(RiskLevel.MEDIUM, List.of(new Risk.Fact("recent_failures", "5 in 60 min"))));

        add(Duration.ofHours(24), VIENNA, Optional.empty(), Outcome.PUSH_DENIED);
        assertThat(assess(VIENNA, "laptop"))
                .isEqualTo(new Risk(
                        RiskLevel.HIGH,
                        List.of(
                                new Risk.Fact("recent_failures", "5 in 60 min"),
                                new Risk.Fact("push_denied", "1 in 24 h"))));
    }

    @Test
    @DisplayName("Who has no history is at low risk, and that is said")
    void noHistory() {
        assertThat(assess(VIENNA, "laptop").level()).isEqualTo(RiskLevel.LOW);
        assertThat(names(assess(VIENNA, "laptop"))).containsExactly("no_history");
    }

    @Test
    @DisplayName("Thresholds that mean nothing are refused")
    void thresholds() {
        assertThatThrownBy(() -> new RiskThresholds(
                        0, 300, 3, 5, Duration.ofHours(1), 1, Duration.ofHours(24), 3, 2, 1, 2, 2, 2, 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RiskThresholds(
                        900, 300, 3, 5, Duration.ofHours(1), 1, Duration.ofHours(24), 3, 2, 1, 2, 2, 3, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Risk assess(Place place, String device) {
        return new RiskAssessor(RiskThresholds.DEFAULT).assess(NOW, place, Optional.of(device), past);
    }

    private static List<String> names(Risk risk) {
        return risk.facts().stream().map(Risk.Fact::name).toList();
    }

    private void succeeded(Duration ago, Place place, String device) {
        add(ago, place, Optional.of(device), Outcome.SUCCEEDED);
    }

    private void add(Duration ago, Place place, Optional<String> device, Outcome outcome) {
        past.add(new PastSignIn(
                "r" + past.size(),
                NOW.minus(ago),
                "ada",
                ResourceType.APPLICATION,
                "wiki",
                Optional.empty(),
                place,
                device,
                Set.of(),
                outcome));
    }

    private static Place.Located place(String country, double latitude, double longitude) {
        return new Place.Located(
                country,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.of(latitude),
                OptionalDouble.of(longitude));
    }
}
