package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.off;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;

import java.util.List;
import java.util.Map;

/** Who may have an account, and how it is known. */
final class SignInControls {
    private SignInControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.2");
        String where = "Realm settings → Login → ";
        return List.of(
                SettingControl.of(
                        "sign-in-registration",
                        "Strangers cannot make accounts",
                        standards,
                        RealmSetting.REGISTRATION,
                        Map.of(L1, off()),
                        where + "User registration"),
                new SettingControl(
                        "sign-in-email-verified",
                        "Addresses are verified",
                        standards,
                        RealmSetting.VERIFY_EMAIL,
                        Map.of(L1, on()),
                        RealmFacts::mailServer,
                        // Who gets no mail at the address could not sign in any more.
                        SettingControl.NEVER,
                        where + "Verify email"),
                SettingControl.of(
                        "sign-in-username-fixed",
                        "Users keep their names",
                        standards,
                        RealmSetting.EDIT_USERNAME,
                        Map.of(L1, off()),
                        where + "Edit username"),
                new SettingControl(
                        "sign-in-email-unique",
                        "An address belongs to one user",
                        standards,
                        RealmSetting.DUPLICATE_EMAILS,
                        Map.of(L1, off()),
                        SettingControl.ALWAYS,
                        // Users who share one already could not sign in by it any more.
                        SettingControl.NEVER,
                        where + "Duplicate emails, after nobody shares one"),
                SettingControl.of(
                        "sign-in-no-sharing",
                        "Users do not hand out access of their own",
                        standards,
                        RealmSetting.USER_MANAGED_ACCESS,
                        Map.of(L2, off()),
                        "Realm settings → General → User-managed access"));
    }
}
