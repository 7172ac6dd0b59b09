package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atMost;
import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;

/** Holdfast's own settings. */
final class ProductControls {
    private ProductControls() {}

    static List<Control> all() {
        List<String> push = List.of("CIS 6.4", "NIST IA-2(1)", "SOC 2 CC6.1");
        List<String> devices = List.of("CIS 4.1", "NIST AC-2(11)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        List<String> access =
                List.of("CIS 6.4", "CIS 6.5", "NIST AC-2(11)", "NIST IA-2(1)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                SettingControl.of(
                        "push-number",
                        "A push is approved by the number that the page shows",
                        push,
                        RealmSetting.PUSH_NUMBER_MATCHING,
                        Map.of(L1, on()),
                        "Console → Settings → Phones → Number matching"),
                // Phones without a lock could approve nothing any more.
                SettingControl.reported(
                        "push-verified",
                        "A phone verifies its user at each approval",
                        push,
                        RealmSetting.PUSH_VERIFICATION,
                        Map.of(L3, is("required")),
                        "Console → Settings → Phones → User verification"),
                SettingControl.of(
                        "device-unlocked",
                        "Silent sign-in ends half a day after the user was present",
                        devices,
                        RealmSetting.DEVICE_UNLOCKED,
                        Map.of(L1, atMost(Span.DAY), L2, atMost(12 * Span.HOUR), L3, atMost(8 * Span.HOUR)),
                        "Console → Settings → Device login → Unlocked time"),
                SettingControl.of(
                        "device-unused",
                        "A device that nobody uses is forgotten",
                        devices,
                        RealmSetting.DEVICE_UNUSED,
                        Map.of(L1, atMost(90L * Span.DAY), L2, atMost(30L * Span.DAY), L3, atMost(14L * Span.DAY)),
                        "Console → Settings → Device login → Sign-in token lifetime"),
                SettingControl.of(
                        "device-registration",
                        "A device is registered anew now and then",
                        devices,
                        RealmSetting.DEVICE_REGISTRATION,
                        Map.of(L1, atMost(Span.YEAR), L3, atMost(180L * Span.DAY)),
                        "Console → Settings → Device login → Registration lifetime"),
                new SettingControl(
                        "device-hardware",
                        "Devices keep their keys in hardware",
                        devices,
                        RealmSetting.DEVICE_ASSURANCE,
                        Map.of(L3, new Demand.OneOf(List.of("hardware", "attested"))),
                        SettingControl.ALWAYS,
                        // Devices with keys in files could not be enrolled any more.
                        SettingControl.NEVER,
                        "Console → Settings → Device login → Minimum assurance, when the machines have a TPM"),
                new SettingControl(
                        "access-on",
                        "Conditional access decides who gets in",
                        access,
                        RealmSetting.ACCESS,
                        Map.of(L2, on()),
                        SettingControl.ALWAYS,
                        // What it would decide is a matter of the realm's policies.
                        SettingControl.NEVER,
                        "Console → Settings → Access → Conditional access, when what-if shows what you expect"),
                new SettingControl(
                        "access-administrators",
                        "The admin console demands a second factor",
                        access,
                        RealmSetting.ADMIN_MFA,
                        Map.of(L1, on()),
                        realm -> realm.isOn(RealmSetting.ACCESS),
                        // It could shut out who asks for it.
                        SettingControl.NEVER,
                        "Console → Settings → Access → Administrators need a second factor"));
    }
}
