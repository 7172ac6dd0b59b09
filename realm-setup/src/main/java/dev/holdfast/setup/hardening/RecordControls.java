package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;

/** What is written down. */
final class RecordControls {
    /** As Keycloak names the kinds of events. */
    static final String SIGN_IN_EVENTS = "LOGIN, LOGIN_ERROR";

    private RecordControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 8.2", "NIST AU-2", "NIST AU-6", "SOC 2 CC7.2");
        return List.of(
                SettingControl.of(
                        "record-sign-ins",
                        "Sign-ins are recorded",
                        standards,
                        RealmSetting.EVENTS,
                        Map.of(L1, on()),
                        "Realm settings → Events → User events settings → Save events"),
                SettingControl.of(
                        "record-sign-in-events",
                        "Sign-ins that succeed and that fail are among what is recorded",
                        standards,
                        RealmSetting.SIGN_IN_EVENTS,
                        Map.of(L1, is(SIGN_IN_EVENTS)),
                        "Realm settings → Events → User events settings → Event types: Login and Login error"),
                SettingControl.of(
                        "record-kept",
                        "Records are kept",
                        standards,
                        RealmSetting.EVENTS_KEPT,
                        Map.of(
                                L1, new Demand.AtLeast(30L * Span.DAY, true),
                                L2, new Demand.AtLeast(90L * Span.DAY, true),
                                L3, new Demand.AtLeast(Span.YEAR, true)),
                        "Realm settings → Events → User events settings → Expiration"),
                SettingControl.of(
                        "record-administration",
                        "Changes by administrators are recorded",
                        standards,
                        RealmSetting.ADMIN_EVENTS,
                        Map.of(L1, on()),
                        "Realm settings → Events → Admin events settings → Save events"),
                SettingControl.of(
                        "record-administration-details",
                        "And what they changed",
                        standards,
                        RealmSetting.ADMIN_EVENTS_DETAILS,
                        Map.of(L1, on()),
                        "Realm settings → Events → Admin events settings → Include representation"));
    }
}
