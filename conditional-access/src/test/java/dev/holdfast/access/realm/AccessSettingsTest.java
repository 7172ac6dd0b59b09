package dev.holdfast.access.realm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The settings of conditional access")
class AccessSettingsTest {
    @Test
    @DisplayName("A realm that configured nothing lets in what no policy matches, and knows stock factors and ours")
    void defaults() {
        AccessSettings settings = AccessSettings.defaults();

        assertThat(settings.on()).isTrue();
        assertThat(settings.defaultPolicy().effect()).isInstanceOf(Effect.Allow.class);
        assertThat(settings.factorOf("auth-otp-form")).contains(Factor.TOTP);
        assertThat(settings.factorOf("webauthn-authenticator-passwordless")).contains(Factor.WEBAUTHN);
        assertThat(settings.factorOf("auth-username-password-form")).isEmpty();
        assertThat(settings.secondFactors()).contains(Factor.DEVICE, Factor.PUSH, Factor.TOTP, Factor.WEBAUTHN);
        assertThat(BuiltInPolicies.of(settings)).isEmpty();
    }

    @Test
    @DisplayName("A factor of another extension is named with its authenticator")
    void otherFactor() {
        AccessSettings settings = read(Map.of(
                AccessSettings.AUTHENTICATORS_KEY, List.of("duo = duo-universal, duo-old", "TOTP=other-otp"),
                AccessSettings.ALLOWED_FACTORS_KEY, List.of("duo", "TOTP")));

        assertThat(settings.factorOf("duo-old")).contains(new Factor("DUO"));
        assertThat(settings.factorOf("other-otp")).contains(Factor.TOTP);
        assertThat(settings.factorOf("auth-otp-form")).isEmpty();
        assertThat(settings.secondFactors()).containsExactlyInAnyOrder(new Factor("DUO"), Factor.TOTP);
    }

    @Test
    @DisplayName("Settings write themselves, each as what it is, and are read again as the same")
    void written() {
        AccessSettings settings = read(Map.of(
                AccessSettings.ON_KEY, List.of("false"),
                AccessSettings.DefaultPolicy.KEY, List.of("mfa"),
                AccessSettings.REQUIRE_ADMIN_MFA_KEY, List.of("true"),
                AccessSettings.MFA_GROUPS_KEY, List.of("/staff", "/guests"),
                AccessSettings.ENROLMENT_DAYS_KEY, List.of("7"),
                AccessSettings.ALLOWED_FACTORS_KEY, List.of("totp", "DUO"),
                AccessSettings.DEFAULT_FACTOR_KEY, List.of("TOTP"),
                AccessSettings.AUTHENTICATORS_KEY, List.of("duo = duo-universal, duo-old", "PUSH=own-push"),
                AccessSettings.BREAK_GLASS_KEY, List.of("/glass")));

        assertThat(settings.write())
                .isEqualTo(Map.of(
                        "access",
                        false,
                        "defaultPolicy",
                        "mfa",
                        "requireAdminMFA",
                        true,
                        "mfaGroups",
                        List.of("/guests", "/staff"),
                        "mfaEnrolmentDays",
                        7,
                        "allowedFactors",
                        List.of("DUO", "TOTP"),
                        "defaultFactor",
                        "TOTP",
                        "factorAuthenticators",
                        List.of("DUO=duo-universal,duo-old", "PUSH=own-push"),
                        "breakGlassGroup",
                        "/glass"));
        assertThat(readAgain(settings)).isEqualTo(settings);
        assertThat(AccessSettings.defaults().write())
                .doesNotContainKeys(AccessSettings.DEFAULT_FACTOR_KEY, AccessSettings.BREAK_GLASS_KEY)
                .containsEntry(AccessSettings.AUTHENTICATORS_KEY, List.of());
        assertThat(readAgain(AccessSettings.defaults())).isEqualTo(AccessSettings.defaults());
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "access,yes",
        "defaultPolicy,maybe",
        "requireAdminMFA,1",
        "mfaGroups,staff",
        "mfaGroups,/",
        "mfaEnrolmentDays,-1",
        "mfaEnrolmentDays,366",
        "mfaEnrolmentDays,soon",
        "allowedFactors,T OTP",
        "defaultFactor,1",
        "factorAuthenticators,DUO",
        "factorAuthenticators,DUO=",
        "factorAuthenticators,DUO=a=b",
        "breakGlassGroup,glass/",
    })
    @DisplayName("A value that cannot be used is refused where it was written")
    void refusals(String key, String value) {
        Map<String, String> refusals = AccessSettings.refusals(Map.of(key, List.of(value)));

        assertThat(refusals).containsOnlyKeys(key);
        assertThat(refusals.get(key)).isNotBlank();
    }

    @Test
    @DisplayName(
            "M2 M4 Settings that demand a second factor are policies: of the admin portal, and of groups for everything")
    void builtIn() {
        List<Policy> policies = BuiltInPolicies.of(read(Map.of(
                AccessSettings.REQUIRE_ADMIN_MFA_KEY, List.of("true"),
                AccessSettings.MFA_GROUPS_KEY, List.of("/staff"))));

        assertThat(policies).hasSize(2).allSatisfy(policy -> {
            assertThat(policy.effect())
                    .isInstanceOfSatisfying(
                            Effect.Allow.class,
                            allow -> assertThat(allow.obligations().mfa()).isTrue());
            assertThat(policy.id()).startsWith(BuiltInPolicies.PREFIX);
        });
        assertThat(policies.get(0).type()).isEqualTo(ResourceType.ADMIN_PORTAL);
        assertThat(policies.get(0).targets().everybody()).isTrue();
        assertThat(policies.get(1).targets().groups()).containsExactly("/staff");
        assertThat(policies.get(1).targets().everybody()).isFalse();
        assertThat(policies.get(1).targets().resources()).hasSize(ResourceType.values().length);
    }

    @Test
    @DisplayName("M2 ALL demands a second factor of everybody")
    void everybody() {
        List<Policy> policies =
                BuiltInPolicies.of(read(Map.of(AccessSettings.MFA_GROUPS_KEY, List.of("/staff", "ALL"))));

        assertThat(policies)
                .singleElement()
                .satisfies(policy -> assertThat(policy.targets().everybody()).isTrue());
    }

    private static AccessSettings readAgain(AccessSettings settings) {
        Map<String, Object> written = settings.write();
        return AccessSettings.read(key -> {
            Object value = written.getOrDefault(key, List.of());
            return value instanceof List<?> values
                    ? values.stream().map(String::valueOf).toList()
                    : List.of(String.valueOf(value));
        });
    }

    private static AccessSettings read(Map<String, List<String>> configuration) {
        return AccessSettings.read(key -> configuration.getOrDefault(key, List.of()));
    }
}
