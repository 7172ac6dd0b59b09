package dev.holdfast.setup.keycloak.hardening;

import static dev.holdfast.setup.keycloak.hardening.SettingAccess.flag;
import static dev.holdfast.setup.keycloak.hardening.SettingAccess.number;

import dev.holdfast.setup.hardening.RealmSetting;
import dev.holdfast.setup.hardening.StrictTransport;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.common.enums.SslRequired;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;

/** Where Keycloak keeps its own settings. */
final class StockSettings {
    private static final List<String> SIGN_INS = List.of(EventType.LOGIN.name(), EventType.LOGIN_ERROR.name());
    private static final String TRANSPORT_HEADER = "strictTransportSecurity";

    private final Map<RealmSetting, SettingAccess> all = new EnumMap<>(RealmSetting.class);

    StockSettings(KeycloakSession session) {
        transport();
        guessing();
        password(session, RealmSetting.PASSWORD_LENGTH, "length", "0");
        password(session, RealmSetting.PASSWORD_NOT_USERNAME, "notUsername", "false");
        password(session, RealmSetting.PASSWORD_NOT_EMAIL, "notEmail", "false");
        factors();
        sessions();
        tokens();
        records();
        signIn();
    }

    Map<RealmSetting, String> of(RealmModel realm) {
        Map<RealmSetting, String> values = new EnumMap<>(RealmSetting.class);
        all.forEach((setting, access) -> values.put(setting, access.read().apply(realm)));
        return values;
    }

    boolean has(RealmSetting setting) {
        return all.containsKey(setting);
    }

    void write(RealmModel realm, RealmSetting setting, String value) {
        SettingAccess access = all.get(setting);
        if (access == null) {
            throw new IllegalArgumentException("None of Keycloak's: " + setting);
        }
        access.write().accept(realm, value);
    }

    private void transport() {
        all.put(
                RealmSetting.SSL_REQUIRED,
                new SettingAccess(
                        realm -> realm.getSslRequired().name().toLowerCase(Locale.ROOT),
                        (realm, value) -> realm.setSslRequired(SslRequired.valueOf(value.toUpperCase(Locale.ROOT)))));
        all.put(
                RealmSetting.STRICT_TRANSPORT,
                new SettingAccess(
                        realm -> StrictTransport.maxAge(header(realm, TRANSPORT_HEADER)),
                        (realm, value) -> header(
                                realm,
                                TRANSPORT_HEADER,
                                StrictTransport.withMaxAge(header(realm, TRANSPORT_HEADER), value))));
        header(RealmSetting.FRAME_OPTIONS, "xFrameOptions");
        header(RealmSetting.CONTENT_SECURITY_POLICY, "contentSecurityPolicy");
        header(RealmSetting.CONTENT_TYPE_OPTIONS, "xContentTypeOptions");
    }

    private void header(RealmSetting setting, String name) {
        all.put(setting, new SettingAccess(realm -> header(realm, name), (realm, value) -> header(realm, name, value)));
    }

    private static String header(RealmModel realm, String name) {
        return realm.getBrowserSecurityHeaders().getOrDefault(name, "");
    }

    private static void header(RealmModel realm, String name, String value) {
        Map<String, String> headers = new HashMap<>(realm.getBrowserSecurityHeaders());
        headers.put(name, value);
        realm.setBrowserSecurityHeaders(headers);
    }

    private void guessing() {
        all.put(RealmSetting.BRUTE_FORCE, flag(RealmModel::isBruteForceProtected, RealmModel::setBruteForceProtected));
        all.put(RealmSetting.FAILURES, number(RealmModel::getFailureFactor, RealmModel::setFailureFactor));
        all.put(
                RealmSetting.LONGEST_WAIT,
                number(RealmModel::getMaxFailureWaitSeconds, RealmModel::setMaxFailureWaitSeconds));
        all.put(RealmSetting.PERMANENT_LOCKOUT, flag(RealmModel::isPermanentLockout, RealmModel::setPermanentLockout));
    }

    /** @param absent what the policy stands for without this part */
    private void password(KeycloakSession session, RealmSetting setting, String part, String absent) {
        all.put(
                setting,
                new SettingAccess(
                        realm -> {
                            PasswordPolicy policy = realm.getPasswordPolicy();
                            if (policy == null || !policy.getPolicies().contains(part)) {
                                return absent;
                            }
                            Object value = policy.getPolicyConfig(part);
                            return absent.equals("false") ? "true" : String.valueOf(value);
                        },
                        (realm, value) -> {
                            PasswordPolicy policy = realm.getPasswordPolicy();
                            PasswordPolicy.Builder parts = policy == null ? PasswordPolicy.build() : policy.toBuilder();
                            realm.setPasswordPolicy(parts.put(part, absent.equals("false") ? "undefined" : value)
                                    .build(session));
                        }));
    }

    private void factors() {
        all.put(RealmSetting.OTP_REUSABLE, flag(realm -> realm.getOTPPolicy().isCodeReusable(), (realm, value) -> {
            OTPPolicy policy = realm.getOTPPolicy();
            policy.setCodeReusable(value);
            realm.setOTPPolicy(policy);
        }));
        all.put(
                RealmSetting.WEBAUTHN_VERIFICATION,
                new SettingAccess(realm -> verification(realm.getWebAuthnPolicy()), (realm, value) -> {
                    WebAuthnPolicy policy = realm.getWebAuthnPolicy();
                    policy.setUserVerificationRequirement(value);
                    realm.setWebAuthnPolicy(policy);
                }));
        all.put(
                RealmSetting.PASSKEY_VERIFICATION,
                new SettingAccess(realm -> verification(realm.getWebAuthnPolicyPasswordless()), (realm, value) -> {
                    WebAuthnPolicy policy = realm.getWebAuthnPolicyPasswordless();
                    policy.setUserVerificationRequirement(value);
                    realm.setWebAuthnPolicyPasswordless(policy);
                }));
    }

    private static String verification(WebAuthnPolicy policy) {
        String requirement = policy.getUserVerificationRequirement();
        return requirement == null || requirement.isBlank() ? "not specified" : requirement;
    }

    private void sessions() {
        all.put(
                RealmSetting.SESSION_IDLE,
                number(RealmModel::getSsoSessionIdleTimeout, RealmModel::setSsoSessionIdleTimeout));
        all.put(
                RealmSetting.SESSION_MAX,
                number(RealmModel::getSsoSessionMaxLifespan, RealmModel::setSsoSessionMaxLifespan));
        all.put(RealmSetting.REMEMBER_ME, flag(RealmModel::isRememberMe, RealmModel::setRememberMe));
        all.put(
                RealmSetting.REMEMBERED_IDLE,
                number(RealmModel::getSsoSessionIdleTimeoutRememberMe, RealmModel::setSsoSessionIdleTimeoutRememberMe));
        all.put(
                RealmSetting.REMEMBERED_MAX,
                number(RealmModel::getSsoSessionMaxLifespanRememberMe, RealmModel::setSsoSessionMaxLifespanRememberMe));
        all.put(
                RealmSetting.OFFLINE_LIMITED,
                flag(RealmModel::isOfflineSessionMaxLifespanEnabled, RealmModel::setOfflineSessionMaxLifespanEnabled));
        all.put(
                RealmSetting.OFFLINE_MAX,
                number(RealmModel::getOfflineSessionMaxLifespan, RealmModel::setOfflineSessionMaxLifespan));
    }

    private void tokens() {
        all.put(
                RealmSetting.ACCESS_TOKEN,
                number(RealmModel::getAccessTokenLifespan, RealmModel::setAccessTokenLifespan));
        all.put(
                RealmSetting.LOGIN_TIME,
                number(RealmModel::getAccessCodeLifespanLogin, RealmModel::setAccessCodeLifespanLogin));
        all.put(RealmSetting.CODE_TIME, number(RealmModel::getAccessCodeLifespan, RealmModel::setAccessCodeLifespan));
        all.put(
                RealmSetting.USER_LINK,
                new SettingAccess(
                        realm -> String.valueOf(realm.getActionTokenGeneratedByUserLifespan()),
                        (realm, value) -> realm.setActionTokenGeneratedByUserLifespan(Integer.parseInt(value))));
        all.put(
                RealmSetting.ADMIN_LINK,
                number(
                        RealmModel::getActionTokenGeneratedByAdminLifespan,
                        RealmModel::setActionTokenGeneratedByAdminLifespan));
        all.put(
                RealmSetting.REFRESH_ROTATION,
                flag(RealmModel::isRevokeRefreshToken, RealmModel::setRevokeRefreshToken));
        all.put(
                RealmSetting.REFRESH_REUSE,
                number(RealmModel::getRefreshTokenMaxReuse, RealmModel::setRefreshTokenMaxReuse));
    }

    private void records() {
        all.put(RealmSetting.EVENTS, flag(RealmModel::isEventsEnabled, RealmModel::setEventsEnabled));
        all.put(
                RealmSetting.SIGN_IN_EVENTS,
                new SettingAccess(
                        realm -> {
                            // A realm that names none saves those that Keycloak saves by itself, sign-ins among them.
                            Set<String> saved =
                                    realm.getEnabledEventTypesStream().collect(Collectors.toSet());
                            return SIGN_INS.stream()
                                    .filter(type -> saved.isEmpty() || saved.contains(type))
                                    .collect(Collectors.joining(", "));
                        },
                        (realm, value) -> {
                            Set<String> saved =
                                    realm.getEnabledEventTypesStream().collect(Collectors.toSet());
                            saved.addAll(SIGN_INS);
                            realm.setEnabledEventTypes(saved);
                        }));
        all.put(
                RealmSetting.EVENTS_KEPT,
                new SettingAccess(
                        realm -> String.valueOf(realm.getEventsExpiration()),
                        (realm, value) -> realm.setEventsExpiration(Long.parseLong(value))));
        all.put(RealmSetting.ADMIN_EVENTS, flag(RealmModel::isAdminEventsEnabled, RealmModel::setAdminEventsEnabled));
        all.put(
                RealmSetting.ADMIN_EVENTS_DETAILS,
                flag(RealmModel::isAdminEventsDetailsEnabled, RealmModel::setAdminEventsDetailsEnabled));
    }

    private void signIn() {
        all.put(RealmSetting.REGISTRATION, flag(RealmModel::isRegistrationAllowed, RealmModel::setRegistrationAllowed));
        all.put(RealmSetting.VERIFY_EMAIL, flag(RealmModel::isVerifyEmail, RealmModel::setVerifyEmail));
        all.put(
                RealmSetting.EDIT_USERNAME,
                flag(RealmModel::isEditUsernameAllowed, RealmModel::setEditUsernameAllowed));
        all.put(
                RealmSetting.DUPLICATE_EMAILS,
                flag(RealmModel::isDuplicateEmailsAllowed, RealmModel::setDuplicateEmailsAllowed));
        all.put(
                RealmSetting.USER_MANAGED_ACCESS,
                flag(RealmModel::isUserManagedAccessAllowed, RealmModel::setUserManagedAccessAllowed));
    }
}
