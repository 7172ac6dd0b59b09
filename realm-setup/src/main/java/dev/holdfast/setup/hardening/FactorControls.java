package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Demand.off;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;

/** What is asked for beside the password. */
final class FactorControls {
    private FactorControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 6.4", "CIS 6.5", "NIST IA-2(1)", "SOC 2 CC6.1");
        return List.of(
                new AdministratorControl(
                        "mfa-administrators",
                        "Administrators have a second factor or a key",
                        List.of("CIS 5.4", "CIS 6.5", "NIST IA-2(1)", "NIST AC-6(1)", "SOC 2 CC6.1"),
                        L1,
                        "Let them set one up (Users → Credentials → Credential reset), or take the role away"),
                SettingControl.of(
                        "mfa-code-once",
                        "A one-time code works once",
                        standards,
                        RealmSetting.OTP_REUSABLE,
                        Map.of(L1, off()),
                        "Authentication → Policies → OTP policy → Reusable token"),
                // Who has a key that cannot verify anybody could not sign in any more.
                SettingControl.reported(
                        "mfa-passkey-verified",
                        "A passkey verifies its user",
                        standards,
                        RealmSetting.PASSKEY_VERIFICATION,
                        Map.of(L1, is("required")),
                        "Authentication → Policies → Webauthn passwordless policy → User verification requirement"),
                SettingControl.reported(
                        "mfa-security-key-verified",
                        "A security key as second factor verifies its user too",
                        standards,
                        RealmSetting.WEBAUTHN_VERIFICATION,
                        Map.of(L3, is("required")),
                        "Authentication → Policies → Webauthn policy → User verification requirement"));
    }
}
