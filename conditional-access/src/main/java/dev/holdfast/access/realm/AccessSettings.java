package dev.holdfast.access.realm;

import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A realm's conditional access beside its policies, in force.
 *
 * @param on whether requests are decided at all
 * @param defaultPolicy what holds for a request that no policy matches
 * @param requireAdminMfa whether the admin console demands a second factor of everybody
 * @param mfaGroups paths of groups whose members need a second factor for everything; {@link #EVERYBODY} for all users
 * @param enrolmentDays after a user's creation, in which one without any factor is let in where one is demanded, to set one up
 * @param allowedFactors that count as a second factor; empty means each that {@code authenticators} names
 * @param defaultFactor what whoever has none sets up first
 * @param authenticators by factor the ids of Keycloak's authenticators that bring it
 * @param breakGlassGroup path of the group that is never denied
 */
public record AccessSettings(
        boolean on,
        DefaultPolicy defaultPolicy,
        boolean requireAdminMfa,
        Set<String> mfaGroups,
        int enrolmentDays,
        Set<Factor> allowedFactors,
        Optional<Factor> defaultFactor,
        Map<Factor, List<String>> authenticators,
        Optional<String> breakGlassGroup) {
    public static final String ON_KEY = "access";
    public static final String REQUIRE_ADMIN_MFA_KEY = "requireAdminMFA";
    public static final String MFA_GROUPS_KEY = "mfaGroups";
    public static final String ENROLMENT_DAYS_KEY = "mfaEnrolmentDays";
    public static final String ALLOWED_FACTORS_KEY = "allowedFactors";
    public static final String DEFAULT_FACTOR_KEY = "defaultFactor";
    public static final String AUTHENTICATORS_KEY = "factorAuthenticators";
    public static final String BREAK_GLASS_KEY = "breakGlassGroup";

    public static final String EVERYBODY = "ALL";
    public static final int MAX_ENROLMENT_DAYS = 365;

    /** What the factors of a stock realm and of Holdfast are called there. */
    private static final Map<Factor, List<String>> USUAL = Map.of(
            Factor.DEVICE,
            List.of("holdfast-device-login", "holdfast-cookie"),
            Factor.PUSH,
            List.of("holdfast-push", "holdfast-push-grant"),
            Factor.TOTP,
            List.of("auth-otp-form", "direct-grant-validate-otp"),
            Factor.WEBAUTHN,
            List.of("webauthn-authenticator", "webauthn-authenticator-passwordless"),
            new Factor("RECOVERY_CODES"),
            List.of("auth-recovery-authn-code-form"));

    /** What holds where no policy matches. */
    public enum DefaultPolicy {
        ALLOW("allow", new Effect.Allow(Obligations.NONE)),
        MFA(
                "mfa",
                new Effect.Allow(new Obligations(true, Optional.empty(), UserVerification.NONE, SessionLimits.NONE))),
        DENY("deny", new Effect.Deny(Optional.empty()));

        public static final String KEY = "defaultPolicy";

        private final String value;
        private final Effect effect;

        DefaultPolicy(String value, Effect effect) {
            this.value = value;
            this.effect = effect;
        }

        public String value() {
            return value;
        }

        public Effect effect() {
            return effect;
        }

        public static List<String> valuesInOrder() {
            return List.of(ALLOW.value, MFA.value, DENY.value);
        }

        static DefaultPolicy read(String configured) {
            for (DefaultPolicy policy : values()) {
                if (policy.value.equals(configured.trim())) {
                    return policy;
                }
            }
            throw new IllegalArgumentException("The default policy is one of " + String.join(", ", valuesInOrder()));
        }
    }

    public AccessSettings {
        mfaGroups = Set.copyOf(mfaGroups);
        allowedFactors = Set.copyOf(allowedFactors);
        authenticators = Map.copyOf(authenticators);
        if (enrolmentDays < 0 || enrolmentDays > MAX_ENROLMENT_DAYS) {
            throw new IllegalArgumentException("Enrolment days are 0 to " + MAX_ENROLMENT_DAYS);
        }
    }

    /** The settings of a realm that configured nothing. */
    public static AccessSettings defaults() {
        return read(key -> List.of());
    }

    /**
     * Reads a configuration; what is absent or blank has its default.
     *
     * @param configuration the values of a key, in order; none where it is absent
     * @throws IllegalArgumentException with a sentence for the administrator if a value cannot be used
     */
    public static AccessSettings read(Function<String, List<String>> configuration) {
        Map<Factor, List<String>> authenticators = authenticators(all(configuration, AUTHENTICATORS_KEY));
        Set<Factor> allowed = new LinkedHashSet<>();
        all(configuration, ALLOWED_FACTORS_KEY).forEach(name -> allowed.add(new Factor(name)));
        Set<String> groups = new LinkedHashSet<>();
        all(configuration, MFA_GROUPS_KEY).forEach(path -> groups.add(groupOrEverybody(path)));
        return new AccessSettings(
                flag(configuration, ON_KEY, true),
                first(configuration, DefaultPolicy.KEY).map(DefaultPolicy::read).orElse(DefaultPolicy.ALLOW),
                flag(configuration, REQUIRE_ADMIN_MFA_KEY, false),
                groups,
                first(configuration, ENROLMENT_DAYS_KEY)
                        .map(AccessSettings::days)
                        .orElse(0),
                allowed,
                first(configuration, DEFAULT_FACTOR_KEY).map(Factor::new),
                authenticators,
                first(configuration, BREAK_GLASS_KEY).map(AccessSettings::group));
    }

    /**
     * The settings by their keys, each as what it is: a flag, a number, a text, or a sorted list of texts. What nobody chose and
     * has no default is not there; of authenticators those are that are not the usual ones.
     *
     * @return what {@link #read} makes the same settings of
     */
    public Map<String, Object> write() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put(ON_KEY, on);
        written.put(DefaultPolicy.KEY, defaultPolicy.value());
        written.put(REQUIRE_ADMIN_MFA_KEY, requireAdminMfa);
        written.put(MFA_GROUPS_KEY, mfaGroups.stream().sorted().toList());
        written.put(ENROLMENT_DAYS_KEY, enrolmentDays);
        written.put(
                ALLOWED_FACTORS_KEY,
                allowedFactors.stream().sorted().map(Factor::name).toList());
        defaultFactor.ifPresent(factor -> written.put(DEFAULT_FACTOR_KEY, factor.name()));
        written.put(
                AUTHENTICATORS_KEY,
                authenticators.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(USUAL.get(entry.getKey())))
                        .map(entry -> entry.getKey().name() + '=' + String.join(",", entry.getValue()))
                        .sorted()
                        .toList());
        breakGlassGroup.ifPresent(group -> written.put(BREAK_GLASS_KEY, group));
        return written;
    }

    /**
     * Reads each key by itself, so that each mistake can be said where it was made.
     *
     * @param configuration new values by key
     * @return a sentence for the administrator by key; none for a value that can be used
     */
    public static Map<String, String> refusals(Map<String, List<String>> configuration) {
        Map<String, String> refusals = new TreeMap<>();
        configuration.forEach((key, values) -> {
            try {
                read(asked -> asked.equals(key) ? values : List.of());
            } catch (IllegalArgumentException e) {
                refusals.put(key, String.valueOf(e.getMessage()));
            }
        });
        return refusals;
    }

    /** The factor that an authenticator brings, if it is one's. */
    public Optional<Factor> factorOf(String authenticator) {
        return authenticators.entrySet().stream()
                .filter(entry -> entry.getValue().contains(authenticator))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** The factors that count as a second one where a policy names none. */
    public Set<Factor> secondFactors() {
        return allowedFactors.isEmpty() ? authenticators.keySet() : allowedFactors;
    }

    private static Map<Factor, List<String>> authenticators(List<String> configured) {
        Map<Factor, List<String>> authenticators = new LinkedHashMap<>(USUAL);
        for (String line : configured) {
            String[] parts = line.split("=", -1);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException(
                        "A factor's authenticators are written as FACTOR=authenticator-id,other-id");
            }
            List<String> ids = List.of(parts[1].trim().split("\\s*,\\s*", -1));
            if (!ids.stream().allMatch(id -> id.matches("[A-Za-z0-9_.-]{1,255}"))) {
                throw new IllegalArgumentException("An authenticator's id has letters, digits, dots, - and _");
            }
            authenticators.put(new Factor(parts[0].trim()), ids);
        }
        return authenticators;
    }

    private static String groupOrEverybody(String configured) {
        return configured.equals(EVERYBODY) ? configured : group(configured);
    }

    private static String group(String configured) {
        String path = configured.trim();
        if (path.startsWith("/") && path.length() > 1 && !path.endsWith("/")) {
            return path;
        }
        throw new IllegalArgumentException("A group is named by its path, which begins with a slash: /administrators");
    }

    private static int days(String configured) {
        try {
            int days = Integer.parseInt(configured.trim());
            if (days >= 0 && days <= MAX_ENROLMENT_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other value outside the bounds.
        }
        throw new IllegalArgumentException(
                "The period to set a factor up must be a whole number from 0 to " + MAX_ENROLMENT_DAYS);
    }

    private static boolean flag(Function<String, List<String>> configuration, String key, boolean absent) {
        return first(configuration, key)
                .map(configured -> switch (configured.trim()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(key + " must be true or false");
                })
                .orElse(absent);
    }

    private static Optional<String> first(Function<String, List<String>> configuration, String key) {
        return all(configuration, key).stream().findFirst();
    }

    private static List<String> all(Function<String, List<String>> configuration, String key) {
        return configuration.apply(key).stream()
                .filter(value -> !value.isBlank())
                .map(String::trim)
                .toList();
    }
}
