package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atLeast;
import static dev.holdfast.setup.hardening.Demand.atMost;
import static dev.holdfast.setup.hardening.Demand.off;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;

import java.util.List;
import java.util.Map;

/** Guessing of passwords. */
final class GuessingControls {
    private GuessingControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 4.1", "NIST AC-7", "NIST AC-2(11)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        String where = "Realm settings → Security defenses → Brute force detection";
        return List.of(
                SettingControl.of(
                        "guessing-detected",
                        "Guessing of passwords is noticed",
                        standards,
                        RealmSetting.BRUTE_FORCE,
                        Map.of(L1, on()),
                        where),
                SettingControl.of(
                        "guessing-tries",
                        "Few wrong passwords before a wait",
                        standards,
                        RealmSetting.FAILURES,
                        Map.of(L1, atMost(10), L2, atMost(5)),
                        where + " → Max login failures"),
                SettingControl.of(
                        "guessing-wait",
                        "The wait grows to a quarter of an hour at least",
                        standards,
                        RealmSetting.LONGEST_WAIT,
                        Map.of(L1, atLeast(15 * Span.MINUTE)),
                        where + " → Max wait"),
                // Taken alone, it gives those who guess more tries.
                SettingControl.reported(
                        "guessing-no-lockout",
                        "A stranger who guesses locks nobody out for good",
                        List.of("CIS 4.1", "NIST AC-7", "SOC 2 CC6.1"),
                        RealmSetting.PERMANENT_LOCKOUT,
                        Map.of(L1, off()),
                        where + " → Lockout temporarily"));
    }
}
