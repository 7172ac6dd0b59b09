package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.realm.UserVerification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.browser.PasswordFormFactory;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidatePassword;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;

/** Reads from the steps that a sign-in or its session completed which factors they brought. */
final class BroughtFactors {
    private static final Set<String> PASSWORD_STEPS = Set.of(
            UsernamePasswordFormFactory.PROVIDER_ID, PasswordFormFactory.PROVIDER_ID, ValidatePassword.PROVIDER_ID);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AccessSettings settings;

    BroughtFactors(KeycloakSession session, RealmModel realm, AccessSettings settings) {
        this.session = session;
        this.realm = realm;
        this.settings = settings;
    }

    /**
     * @param completed Keycloak's note of the steps that were completed, with their times
     */
    List<BroughtFactor> of(@Nullable String completed) {
        List<BroughtFactor> brought = new ArrayList<>();
        for (Map.Entry<String, Integer> step :
                AuthenticatorUtils.parseCompletedExecutions(completed).entrySet()) {
            AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(step.getKey());
            String authenticator = execution == null ? null : execution.getAuthenticator();
            if (authenticator != null) {
                factorOf(authenticator)
                        .ifPresent(factor -> brought.add(new BroughtFactor(
                                factor, Instant.ofEpochSecond(step.getValue()), verifies(factor, authenticator))));
            }
        }
        return brought;
    }

    /** The device is none of these: it proves itself by notes of its own, which steps that let it pass do not write. */
    private Optional<Factor> factorOf(String authenticator) {
        if (PASSWORD_STEPS.contains(authenticator)) {
            return Optional.of(Factor.PASSWORD);
        }
        return settings.factorOf(authenticator).filter(factor -> !factor.equals(Factor.DEVICE));
    }

    /** Whether the realm takes the step only with its user verified; whether it was in one sign-in, Keycloak does not keep. */
    boolean verifies(Factor factor, String authenticator) {
        if (factor.equals(Factor.PUSH)) {
            return PushRealms.of(session)
                    .filter(push -> push.settings().userVerification() == UserVerification.REQUIRED)
                    .isPresent();
        }
        return switch (authenticator) {
            case WebAuthnAuthenticatorFactory.PROVIDER_ID -> isRequired(realm.getWebAuthnPolicy());
            case WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID ->
                isRequired(realm.getWebAuthnPolicyPasswordless());
            default -> false;
        };
    }

    private static boolean isRequired(WebAuthnPolicy policy) {
        return Constants.WEBAUTHN_POLICY_OPTION_REQUIRED.equals(policy.getUserVerificationRequirement());
    }
}
