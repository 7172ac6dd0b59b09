package dev.holdfast.setup.hardening;

/** One setting that controls look at, by the name that it has in a realm's representation. */
public enum RealmSetting {
    SSL_REQUIRED("sslRequired"),
    STRICT_TRANSPORT("browserSecurityHeaders.strictTransportSecurity", Unit.SECONDS),
    FRAME_OPTIONS("browserSecurityHeaders.xFrameOptions"),
    CONTENT_SECURITY_POLICY("browserSecurityHeaders.contentSecurityPolicy"),
    CONTENT_TYPE_OPTIONS("browserSecurityHeaders.xContentTypeOptions"),

    BRUTE_FORCE("bruteForceProtected"),
    FAILURES("failureFactor"),
    LONGEST_WAIT("maxFailureWaitSeconds", Unit.SECONDS),
    PERMANENT_LOCKOUT("permanentLockout"),

    PASSWORD_LENGTH("passwordPolicy.length"),
    PASSWORD_NOT_USERNAME("passwordPolicy.notUsername"),
    PASSWORD_NOT_EMAIL("passwordPolicy.notEmail"),
    OTP_REUSABLE("otpPolicyCodeReusable"),
    WEBAUTHN_VERIFICATION("webAuthnPolicyUserVerificationRequirement"),
    PASSKEY_VERIFICATION("webAuthnPolicyPasswordlessUserVerificationRequirement"),

    SESSION_IDLE("ssoSessionIdleTimeout", Unit.SECONDS),
    SESSION_MAX("ssoSessionMaxLifespan", Unit.SECONDS),
    REMEMBER_ME("rememberMe"),
    REMEMBERED_IDLE("ssoSessionIdleTimeoutRememberMe", Unit.SECONDS),
    REMEMBERED_MAX("ssoSessionMaxLifespanRememberMe", Unit.SECONDS),
    OFFLINE_LIMITED("offlineSessionMaxLifespanEnabled"),
    OFFLINE_MAX("offlineSessionMaxLifespan", Unit.SECONDS),
    ACCESS_TOKEN("accessTokenLifespan", Unit.SECONDS),
    LOGIN_TIME("accessCodeLifespanLogin", Unit.SECONDS),
    CODE_TIME("accessCodeLifespan", Unit.SECONDS),
    USER_LINK("actionTokenGeneratedByUserLifespan", Unit.SECONDS),
    ADMIN_LINK("actionTokenGeneratedByAdminLifespan", Unit.SECONDS),
    REFRESH_ROTATION("revokeRefreshToken"),
    REFRESH_REUSE("refreshTokenMaxReuse"),

    EVENTS("eventsEnabled"),
    /** Those of sign-ins that are saved. */
    SIGN_IN_EVENTS("enabledEventTypes"),
    EVENTS_KEPT("eventsExpiration", Unit.SECONDS),
    ADMIN_EVENTS("adminEventsEnabled"),
    ADMIN_EVENTS_DETAILS("adminEventsDetailsEnabled"),

    REGISTRATION("registrationAllowed"),
    VERIFY_EMAIL("verifyEmail"),
    EDIT_USERNAME("editUsernameAllowed"),
    DUPLICATE_EMAILS("duplicateEmailsAllowed"),
    USER_MANAGED_ACCESS("userManagedAccessAllowed"),

    PUSH_NUMBER_MATCHING("holdfast-push.numberMatching"),
    PUSH_VERIFICATION("holdfast-push.userVerification"),
    DEVICE_UNUSED("holdfast-device-login.durtLifetime", Unit.SECONDS),
    DEVICE_REGISTRATION("holdfast-device-login.durtAbsoluteLifetime", Unit.SECONDS),
    DEVICE_UNLOCKED("holdfast-device-login.unlockedLifetime", Unit.SECONDS),
    DEVICE_ASSURANCE("holdfast-device-login.minimumAssurance"),
    ACCESS("holdfast-access.access"),
    ADMIN_MFA("holdfast-access.requireAdminMFA");

    private enum Unit {
        NONE,
        SECONDS
    }

    private final String key;
    private final Unit unit;

    RealmSetting(String key) {
        this(key, Unit.NONE);
    }

    RealmSetting(String key, Unit unit) {
        this.key = key;
        this.unit = unit;
    }

    public String key() {
        return key;
    }

    /** A value with its unit, for people. */
    Shown shown(String value) {
        return unit == Unit.SECONDS ? new Shown.Seconds(value) : new Shown.Verbatim(value);
    }
}
