package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atMost;
import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Demand.off;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;

/** How long sessions and tokens live: as NIST SP 800-63B has it for its assurance levels 2 (L2) and 3 (L3). */
final class SessionControls {
    static final Map<Profile, Demand> ACCESS_TOKENS = Map.of(L1, atMost(15 * Span.MINUTE), L2, atMost(5 * Span.MINUTE));

    private SessionControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 4.1", "NIST AC-2(11)", "NIST AC-12", "SOC 2 CC6.1");
        List<String> tokens = List.of("CIS 4.1", "NIST AC-12", "NIST SC-23", "SOC 2 CC6.1");
        String where = "Realm settings → Sessions → ";
        String lifespans = "Realm settings → Tokens → ";
        return List.of(
                SettingControl.of(
                        "session-idle",
                        "An unused session ends",
                        standards,
                        RealmSetting.SESSION_IDLE,
                        Map.of(L1, atMost(Span.HOUR), L2, atMost(30 * Span.MINUTE), L3, atMost(15 * Span.MINUTE)),
                        where + "SSO Session Idle"),
                SettingControl.of(
                        "session-max",
                        "Every session ends",
                        standards,
                        RealmSetting.SESSION_MAX,
                        Map.of(L1, atMost(Span.DAY), L2, atMost(12 * Span.HOUR)),
                        where + "SSO Session Max"),
                SettingControl.of(
                        "session-remembered",
                        "Nobody is remembered for long",
                        standards,
                        RealmSetting.REMEMBER_ME,
                        Map.of(L2, off()),
                        "Realm settings → Login → Remember me"),
                new SettingControl(
                        "session-remembered-idle",
                        "An unused remembered session ends",
                        standards,
                        RealmSetting.REMEMBERED_IDLE,
                        Map.of(L1, atMost(14L * Span.DAY)),
                        realm -> realm.isOn(RealmSetting.REMEMBER_ME),
                        SettingControl.ALWAYS,
                        where + "SSO Session Idle Remember Me"),
                new SettingControl(
                        "session-remembered-max",
                        "Even a remembered session ends",
                        standards,
                        RealmSetting.REMEMBERED_MAX,
                        Map.of(L1, atMost(30L * Span.DAY)),
                        realm -> realm.isOn(RealmSetting.REMEMBER_ME),
                        SettingControl.ALWAYS,
                        where + "SSO Session Max Remember Me"),
                SettingControl.of(
                        "session-offline-limited",
                        "Offline sessions end",
                        standards,
                        RealmSetting.OFFLINE_LIMITED,
                        Map.of(L2, on()),
                        where + "Offline Session Max Limited"),
                SettingControl.of(
                        "session-offline-max",
                        "Offline sessions end after weeks",
                        standards,
                        RealmSetting.OFFLINE_MAX,
                        Map.of(L2, atMost(60L * Span.DAY), L3, atMost(30L * Span.DAY)),
                        where + "Offline Session Max"),
                SettingControl.of(
                        "session-login-time",
                        "A sign-in page waits half an hour at most",
                        standards,
                        RealmSetting.LOGIN_TIME,
                        Map.of(L1, atMost(30 * Span.MINUTE)),
                        where + "Login timeout"),
                SettingControl.of(
                        "token-access",
                        "Access tokens live for minutes",
                        tokens,
                        RealmSetting.ACCESS_TOKEN,
                        ACCESS_TOKENS,
                        lifespans + "Access Token Lifespan"),
                SettingControl.of(
                        "token-code",
                        "Authorization codes live for a minute",
                        tokens,
                        RealmSetting.CODE_TIME,
                        Map.of(L1, atMost(Span.MINUTE)),
                        lifespans + "Client Login Timeout"),
                // Applications that refresh from several places at once would be signed out.
                SettingControl.reported(
                        "token-rotated",
                        "A refresh token works once",
                        tokens,
                        RealmSetting.REFRESH_ROTATION,
                        Map.of(L2, on()),
                        lifespans + "Revoke Refresh Token. Try it with applications that refresh from several places at"
                                + " once."),
                SettingControl.reported(
                        "token-not-reused",
                        "A used refresh token is refused",
                        tokens,
                        RealmSetting.REFRESH_REUSE,
                        Map.of(L2, is("0")),
                        lifespans + "Refresh Token Max Reuse"),
                SettingControl.of(
                        "token-user-link",
                        "Links that users ask for live for minutes",
                        tokens,
                        RealmSetting.USER_LINK,
                        Map.of(L1, atMost(15 * Span.MINUTE), L2, atMost(5 * Span.MINUTE)),
                        lifespans + "User-Initiated Action Lifespan"),
                SettingControl.of(
                        "token-admin-link",
                        "Links that administrators send live for hours",
                        tokens,
                        RealmSetting.ADMIN_LINK,
                        Map.of(L1, atMost(Span.DAY), L2, atMost(12 * Span.HOUR), L3, atMost(4 * Span.HOUR)),
                        lifespans + "Default Admin-Initiated Action Lifespan"));
    }
}
