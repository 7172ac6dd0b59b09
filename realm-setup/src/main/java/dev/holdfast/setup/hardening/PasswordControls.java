package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atLeast;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;

/**
 * Passwords. There is no demand for letters of several kinds, nor for their regular change: NIST SP 800-63B §5.1.1.2 advises
 * against both.
 */
final class PasswordControls {
    private PasswordControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 4.1", "NIST IA-5(1)", "SOC 2 CC6.1");
        String where = "Authentication → Policies → Password policy → ";
        return List.of(
                SettingControl.of(
                        "password-length",
                        "Passwords are long",
                        standards,
                        RealmSetting.PASSWORD_LENGTH,
                        Map.of(L1, atLeast(12), L2, atLeast(14), L3, atLeast(15)),
                        where + "Minimum length"),
                SettingControl.of(
                        "password-not-username",
                        "A password is not the user name",
                        standards,
                        RealmSetting.PASSWORD_NOT_USERNAME,
                        Map.of(L1, on()),
                        where + "Not username"),
                SettingControl.of(
                        "password-not-email",
                        "A password is not the e-mail address",
                        standards,
                        RealmSetting.PASSWORD_NOT_EMAIL,
                        Map.of(L1, on()),
                        where + "Not email"));
    }
}
