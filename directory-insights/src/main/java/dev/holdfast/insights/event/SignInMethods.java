package dev.holdfast.insights.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What proved a user, told from the steps that the sign-in passed. */
final class SignInMethods {
    private static final String SESSION = "session";

    /** Keycloak's and Holdfast's authenticators; what is not here proves nothing, or is named as it is. */
    private static final Map<String, Method> KNOWN = Map.ofEntries(
            Map.entry("auth-username-password-form", Method.first("password")),
            Map.entry("auth-password-form", Method.first("password")),
            Map.entry("direct-grant-validate-password", Method.first("password")),
            Map.entry("auth-spnego", Method.first("kerberos")),
            Map.entry("passkeys-authenticator", Method.first("passkey")),
            Map.entry("auth-conditional-otp-form", Method.second("totp", "TOTP")),
            Map.entry("idp-username-password-form", Method.first("password")),
            Map.entry("auth-x509-client-username-form", Method.first("certificate")),
            Map.entry("identity-provider-redirector", Method.first("identity_provider")),
            Map.entry("webauthn-authenticator-passwordless", Method.first("passkey")),
            Map.entry("holdfast-device-login", Method.first("device")),
            Map.entry("auth-otp-form", Method.second("totp", "TOTP")),
            Map.entry("direct-grant-validate-otp", Method.second("totp", "TOTP")),
            Map.entry("reset-otp", Method.second("totp", "TOTP")),
            Map.entry("webauthn-authenticator", Method.second("webauthn", "WEBAUTHN")),
            Map.entry("auth-recovery-authn-code-form", Method.second("recovery_code", "RECOVERY_CODE")),
            Map.entry("holdfast-push", Method.second("push", "PUSH")),
            Map.entry("holdfast-push-grant", Method.second("push", "PUSH")),
            Map.entry("auth-cookie", Method.session()),
            Map.entry("holdfast-cookie", Method.session()));

    private record Method(String word, boolean first, Optional<String> mfa) {
        static Method first(String word) {
            return new Method(word, true, Optional.empty());
        }

        static Method session() {
            return new Method(SESSION, false, Optional.empty());
        }

        static Method second(String word, String mfa) {
            return new Method(word, false, Optional.of(mfa));
        }
    }

    private final Map<String, Long> completed;

    SignInMethods(Map<String, Long> completed) {
        this.completed = completed;
    }

    /** In the order of their success. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        completed.entrySet().stream()
                .filter(step -> KNOWN.containsKey(step.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .map(step -> known(step.getKey()).word())
                .distinct()
                .forEach(words::add);
        return words;
    }

    /** The latest second factor. */
    Optional<String> secondFactor() {
        return completed.entrySet().stream()
                .filter(step -> KNOWN.containsKey(step.getKey())
                        && known(step.getKey()).mfa().isPresent())
                .max(Map.Entry.comparingByValue())
                .flatMap(step -> known(step.getKey()).mfa());
    }

    /** Whether the session that was there opened the application, and no first factor anew. */
    boolean bySession() {
        long session = -1;
        long proof = -1;
        for (Map.Entry<String, Long> step : completed.entrySet()) {
            Method method = KNOWN.get(step.getKey());
            if (method != null && method.word().equals(SESSION)) {
                session = Math.max(session, step.getValue());
            } else if (method != null && method.first()) {
                proof = Math.max(proof, step.getValue());
            }
        }
        return session >= 0 && session >= proof;
    }

    private static Method known(String authenticator) {
        Method method = KNOWN.get(authenticator);
        if (method == null) {
            throw new AssertionError("filtered before");
        }
        return method;
    }
}
