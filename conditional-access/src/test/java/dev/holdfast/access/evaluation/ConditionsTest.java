package dev.holdfast.access.evaluation;

import static dev.holdfast.access.truth.Truth.FALSE;
import static dev.holdfast.access.truth.Truth.TRUE;
import static dev.holdfast.access.truth.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Optional<Boolean> NOT_SAID = Optional.empty();

    private final Asked asked = new Asked();

    @Test
    @DisplayName("Without a device it is known that it is not managed and not assured, and nothing else")
    void noDevice() {
        assertThat(value(new Condition.DeviceManaged(true))).isEqualTo(FALSE);
        assertThat(value(new Condition.DeviceManaged(false))).isEqualTo(TRUE);
        assertThat(value(new Condition.DeviceAssurance("software"))).isEqualTo(FALSE);
        for (Condition unknown : List.of(
                new Condition.DeviceEncrypted(true),
                new Condition.DeviceEncrypted(false),
                new Condition.DeviceFirewall(false),
                new Condition.DeviceCompliant(false),
                new Condition.DeviceScreenLock(5),
                new Condition.DevicePostureAge(5),
                new Condition.DeviceOs("linux", Optional.empty()))) {
            assertThat(value(unknown)).as("%s", unknown).isEqualTo(UNKNOWN);
        }
    }

    @Test
    @DisplayName("What a device reports holds or does not; what it does not report is unknown")
    void facts() {
        asked.device = device("hardware", NOT_SAID, "", "");
        assertThat(value(new Condition.DeviceEncrypted(true))).isEqualTo(UNKNOWN);
        assertThat(value(new Condition.DeviceScreenLock(5))).isEqualTo(UNKNOWN);
        assertThat(value(new Condition.DevicePostureAge(5))).isEqualTo(UNKNOWN);
        asked.device = device("hardware", Optional.of(false), "", "");
        assertThat(value(new Condition.DeviceEncrypted(true))).isEqualTo(FALSE);
        assertThat(value(new Condition.DeviceFirewall(false))).isEqualTo(TRUE);
        assertThat(value(new Condition.DeviceCompliant(false))).isEqualTo(TRUE);
        assertThat(value(new Condition.DeviceScreenLock(5))).isEqualTo(TRUE);
        assertThat(value(new Condition.DeviceScreenLock(4))).isEqualTo(FALSE);
        asked.time = NOON.plusSeconds(300);
        assertThat(value(new Condition.DevicePostureAge(5))).isEqualTo(TRUE);
        asked.time = NOON.plusSeconds(301);
        assertThat(value(new Condition.DevicePostureAge(5))).isEqualTo(FALSE);
    }

    @ParameterizedTest(name = "{0}, at least {1}: {2}")
    @DisplayName("Assurance has an order, and a word outside of it says nothing")
    @CsvSource({
        "software, software, TRUE", "software, hardware, FALSE", "hardware, hardware, TRUE",
        "attested, hardware, TRUE", "hardware, attested, FALSE", "ATTESTED, attested, TRUE",
        "golden, software, UNKNOWN", "attested, golden, UNKNOWN"
    })
    void assurance(String has, String least, Truth expected) {
        asked.device = device(has, NOT_SAID, "", "");
        assertThat(value(new Condition.DeviceAssurance(least))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}, at least {2} {3}: {4}")
    @DisplayName("A system is of the family and not older; versions are compared number by number")
    @CsvSource({
        "linux, 12, linux, '', TRUE",
        "linux, '', linux, '', TRUE",
        "Linux, 12, linux, '', TRUE",
        "macos, 12, linux, '', FALSE",
        "macos, 12, linux, 1, FALSE",
        "'', 12, linux, '', UNKNOWN",
        "linux, '', linux, 12, UNKNOWN",
        "linux, rolling, linux, 12, UNKNOWN",
        "linux, 12, linux, rolling, UNKNOWN",
        "macos, 14.5, macos, 14.5, TRUE",
        "macos, 14.5.0, macos, 14.5, TRUE",
        "macos, 14.5, macos, 14.5.1, FALSE",
        "macos, 14.10, macos, 14.9, TRUE",
        "macos, 9, macos, 10, FALSE",
        "windows, 10.0.22631.4460, windows, 10.0.22631, TRUE",
        "linux, 24.04.1 LTS, linux, 24.04, TRUE",
        "linux, ' 12', linux, 12, TRUE",
        "linux, 1.2.3.4.5.6, linux, 1.2.3.4.5.6, TRUE",
        "linux, 1.2.3.4.5.6.7, linux, 1, UNKNOWN",
        "linux, 123456789, linux, 1, TRUE",
        "linux, 1234567890, linux, 1, UNKNOWN",
        "linux, 12., linux, 12, UNKNOWN"
    })
    void os(String family, String version, String wanted, String least, Truth expected) {
        asked.device = device("hardware", NOT_SAID, family, version);
        assertThat(value(new Condition.DeviceOs(wanted, Optional.of(least).filter(text -> !text.isEmpty()))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("A window of time counts its beginning and not its end, on its days, over midnight too")
    @CsvSource({
        // Monday and Tuesday, 22:00 to 06:00 in Vienna, which is an hour ahead of UTC.
        "2026-11-23T20:59:59Z, FALSE",
        "2026-11-23T21:00:00Z, TRUE",
        "2026-11-23T23:30:00Z, TRUE",
        "2026-11-24T04:59:59Z, TRUE",
        "2026-11-24T05:00:00Z, FALSE",
        "2026-11-25T04:00:00Z, TRUE",
        "2026-11-25T21:30:00Z, FALSE",
        "2026-11-23T04:00:00Z, FALSE"
    })
    void overMidnight(Instant time, Truth expected) {
        asked.time = time;
        assertThat(value(new Condition.TimeOfDay(
                        ZoneId.of("Europe/Vienna"),
                        Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0))))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("A window within a day; each zone has its own time; a window that ends as it begins is a whole day")
    void time() {
        asked.time = NOON;
        Condition noon = hours("UTC", 12, 13);
        assertThat(value(noon)).isEqualTo(TRUE);
        assertThat(value(hours("UTC", 11, 12))).isEqualTo(FALSE);
        assertThat(value(hours("UTC", 13, 14))).isEqualTo(FALSE);
        assertThat(value(new Condition.All(List.of(noon, hours("Europe/Vienna", 13, 14), hours("Asia/Tokyo", 21, 22)))))
                .isEqualTo(TRUE);
        assertThat(value(new Condition.TimeOfDay(
                        ZoneId.of("UTC"), Set.of(DayOfWeek.MONDAY), LocalTime.of(12, 0), LocalTime.of(12, 0))))
                .isEqualTo(TRUE);
        assertThat(value(new Condition.TimeOfDay(
                        ZoneId.of("UTC"), Set.of(DayOfWeek.SUNDAY), LocalTime.of(13, 0), LocalTime.of(13, 0))))
                .as("the one that began on Sunday still lasts")
                .isEqualTo(TRUE);
        assertThat(value(new Condition.TimeOfDay(
                        ZoneId.of("UTC"), Set.of(DayOfWeek.TUESDAY), LocalTime.of(12, 0), LocalTime.of(13, 0))))
                .isEqualTo(FALSE);
    }

    @Test
    @DisplayName(
            "A place is in its country, continent and region; private and unknown are neither, unless they are asked"
                    + " for")
    void places() {
        Condition at = in(Set.of("at"), Set.of(), Set.of(), false, false);
        Condition eu = in(Set.of(), Set.of("EU"), Set.of(), false, false);
        Condition vienna = in(Set.of(), Set.of(), Set.of("AT-9", "DE-BY"), false, false);
        asked.place = located("AT", "EU", "AT-9");
        assertThat(List.of(value(at), value(eu), value(vienna))).containsOnly(TRUE);
        asked.place = located("DE", "EU", "DE-BE");
        assertThat(List.of(value(at), value(eu), value(vienna))).containsExactly(FALSE, TRUE, FALSE);
        asked.place = located("AT", "", "");
        assertThat(List.of(value(at), value(eu), value(vienna))).containsExactly(TRUE, UNKNOWN, UNKNOWN);
        asked.place = located("US", "NA", "");
        assertThat(List.of(value(at), value(eu), value(vienna))).containsOnly(FALSE);
        asked.place = Place.UNKNOWN;
        assertThat(List.of(value(at), value(eu), value(vienna))).containsOnly(UNKNOWN);
        assertThat(value(in(Set.of("AT"), Set.of(), Set.of(), true, false))).isEqualTo(TRUE);
        assertThat(value(in(Set.of(), Set.of(), Set.of(), false, true))).isEqualTo(FALSE);
        asked.place = Place.PRIVATE_NETWORK;
        assertThat(List.of(value(at), value(eu), value(vienna))).containsOnly(FALSE);
        assertThat(value(in(Set.of("AT"), Set.of(), Set.of(), true, false))).isEqualTo(FALSE);
        assertThat(value(in(Set.of(), Set.of(), Set.of(), false, true))).isEqualTo(TRUE);
    }

    @Test
    @DisplayName("Of the person: attributes, roles, groups, factors, risk")
    void person() {
        asked.attributes = Map.of("contract", List.of("old", "external"), "empty", List.of());
        asked.roles = Set.of("a", "b", "c");
        asked.methods = Set.of(Factor.TOTP);
        assertThat(value(new Condition.UserAttribute("contract", Set.of("external"))))
                .isEqualTo(TRUE);
        assertThat(value(new Condition.UserAttribute("contract", Set.of("new"))))
                .isEqualTo(FALSE);
        assertThat(value(new Condition.UserAttribute("contract", Set.of()))).isEqualTo(TRUE);
        assertThat(value(new Condition.UserAttribute("empty", Set.of()))).isEqualTo(FALSE);
        assertThat(value(new Condition.UserAttribute("none", Set.of()))).isEqualTo(FALSE);
        assertThat(value(new Condition.Role(Set.of("c")))).isEqualTo(TRUE);
        assertThat(value(new Condition.Role(Set.of("w", "x", "y", "z", "b")))).isEqualTo(TRUE);
        assertThat(value(new Condition.Role(Set.of("d")))).isEqualTo(FALSE);
        assertThat(value(new Condition.Group(Set.of("/staff")))).isEqualTo(TRUE);
        assertThat(value(new Condition.Group(Set.of("/it")))).isEqualTo(FALSE);
        assertThat(value(new Condition.AuthenticationMethod(Set.of("totp")))).isEqualTo(TRUE);
        assertThat(value(new Condition.AuthenticationMethod(Set.of("PUSH")))).isEqualTo(FALSE);
        assertThat(value(new Condition.MfaConfigured(false))).isEqualTo(UNKNOWN);
        assertThat(value(new Condition.Risk(RiskLevel.LOW))).isEqualTo(UNKNOWN);
        asked.mfaConfigured = Optional.of(true);
        asked.risk = Optional.of(new Risk(RiskLevel.MEDIUM, List.of()));
        assertThat(value(new Condition.MfaConfigured(true))).isEqualTo(TRUE);
        assertThat(value(new Condition.MfaConfigured(false))).isEqualTo(FALSE);
        assertThat(value(new Condition.Risk(RiskLevel.MEDIUM))).isEqualTo(TRUE);
        assertThat(value(new Condition.Risk(RiskLevel.HIGH))).isEqualTo(FALSE);
    }

    @Test
    @DisplayName("Of three values: all is the least of its parts, any the greatest, not turns true and false")
    void combined() {
        List<Truth> order = List.of(FALSE, UNKNOWN, TRUE);
        for (Truth one : order) {
            for (Truth other : order) {
                List<Condition> parts = List.of(of(one), of(other));
                int first = order.indexOf(one);
                int second = order.indexOf(other);
                assertThat(value(new Condition.All(parts))).isEqualTo(order.get(Math.min(first, second)));
                assertThat(value(new Condition.Any(parts))).isEqualTo(order.get(Math.max(first, second)));
            }
            assertThat(value(new Condition.All(List.of(of(one))))).isEqualTo(one);
            assertThat(value(new Condition.Any(List.of(of(one))))).isEqualTo(one);
            assertThat(value(new Condition.Not(of(one)))).isEqualTo(order.get(2 - order.indexOf(one)));
        }
        assertThat(value(new Condition.All(List.of()))).isEqualTo(TRUE);
        assertThat(value(new Condition.Any(List.of()))).isEqualTo(TRUE);
    }

    private static Condition of(Truth value) {
        return switch (value) {
            case TRUE -> new Condition.DeviceManaged(false);
            case FALSE -> new Condition.DeviceManaged(true);
            case UNKNOWN -> new Condition.MfaConfigured(true);
        };
    }

    private static Condition hours(String zone, int from, int to) {
        return new Condition.TimeOfDay(ZoneId.of(zone), Set.of(), LocalTime.of(from, 0), LocalTime.of(to, 0));
    }

    private static Condition in(
            Set<String> countries,
            Set<String> continents,
            Set<String> regions,
            boolean unknown,
            boolean privateNetwork) {
        return new Condition.LocationIn(countries, continents, regions, unknown, privateNetwork);
    }

    private static Place located(String country, String continent, String region) {
        return new Place.Located(
                country,
                said(continent),
                said(region),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static DeviceSignal device(String assurance, Optional<Boolean> flags, String family, String version) {
        return new DeviceSignal.Proven(
                "laptop",
                assurance,
                true,
                flags,
                flags,
                flags.map(any -> 5),
                said(family),
                said(version),
                flags,
                flags.map(any -> NOON));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private Truth value(Condition condition) {
        ConditionCompiler compiler = new ConditionCompiler(Map.of());
        Node node = compiler.compile(condition);
        return node.value(new Request(asked.signals(), compiler.lists(), compiler.zones()));
    }
}
