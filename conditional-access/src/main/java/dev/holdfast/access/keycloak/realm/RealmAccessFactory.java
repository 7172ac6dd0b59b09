package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.keycloak.StatelessFactory;
import java.util.List;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The realm component {@code holdfast-access}: typed settings with bounds. */
public final class RealmAccessFactory implements AccessProviderFactory, StatelessFactory<AccessProvider> {
    public static final String ID = "holdfast-access";

    /** What the one number among the settings is, without default and bounds. */
    public static final String ENROLMENT_PURPOSE =
            "Days after a user's creation in which one without any factor is let in where one is needed, to set one up";

    /** The realm's component, if conditional access is set up. */
    public static Optional<ComponentModel> componentOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), AccessProvider.class.getName())
                .findFirst();
    }

    /** A new component with default settings. */
    public static ComponentModel newComponent(RealmModel realm) {
        ComponentModel model = new ComponentModel();
        model.setName("Holdfast conditional access");
        model.setParentId(realm.getId());
        model.setProviderType(AccessProvider.class.getName());
        model.setProviderId(ID);
        return model;
    }

    static AccessSettings settingsOf(ComponentModel model) {
        return AccessSettings.read(key -> model.getConfig().getOrDefault(key, List.of()));
    }

    @Override
    public AccessProvider create(KeycloakSession session, ComponentModel model) {
        AccessSettings settings = settingsOf(model);
        return new AccessProvider() {
            @Override
            public AccessSettings settings() {
                return settings;
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            settingsOf(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Who gets in, from where, on which device, with which factors.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return settings();
    }

    /** The declaration of every setting: from it the component, its checks and every form are made. */
    public static List<ProviderConfigProperty> settings() {
        ProviderConfigProperty defaultPolicy = new ProviderConfigProperty(
                AccessSettings.DefaultPolicy.KEY,
                "Default policy",
                "What holds for a sign-in that no policy matches.",
                ProviderConfigProperty.LIST_TYPE,
                AccessSettings.DefaultPolicy.ALLOW.value());
        defaultPolicy.setOptions(AccessSettings.DefaultPolicy.valuesInOrder());
        return List.of(
                new ProviderConfigProperty(
                        AccessSettings.ON_KEY,
                        "Conditional access",
                        "Off: no policy is looked at, and every sign-in goes on as its flow has it.",
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        "true"),
                defaultPolicy,
                new ProviderConfigProperty(
                        AccessSettings.REQUIRE_ADMIN_MFA_KEY,
                        "Administrators need a second factor",
                        "On: the admin console and its command lines open for nobody without a second factor.",
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        "false"),
                new ProviderConfigProperty(
                        AccessSettings.MFA_GROUPS_KEY,
                        "Groups that need a second factor",
                        "Paths of groups whose members need a second factor for everything; ALL for every user. None: only"
                                + " where a policy says so.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        AccessSettings.ENROLMENT_DAYS_KEY,
                        "Period to set a factor up",
                        ENROLMENT_PURPOSE + " (0 to " + AccessSettings.MAX_ENROLMENT_DAYS + ", default 0).",
                        ProviderConfigProperty.STRING_TYPE,
                        "0"),
                new ProviderConfigProperty(
                        AccessSettings.ALLOWED_FACTORS_KEY,
                        "Allowed factors",
                        "Factors that count as a second one, where a policy names none: DURT (the device), WEBAUTHN, PUSH,"
                                + " TOTP, RECOVERY_CODES, or one that is named below. None: all of them.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        AccessSettings.DEFAULT_FACTOR_KEY,
                        "Factor set up first",
                        "The factor that those who have none are led to set up. None: WEBAUTHN, TOTP, DURT, PUSH, the first"
                                + " of them that counts and that they can set up alone.",
                        ProviderConfigProperty.STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        AccessSettings.AUTHENTICATORS_KEY,
                        "Authenticators of factors",
                        "Which authenticators of this server bring a factor, as DUO=duo-universal. Holdfast's own and"
                                + " Keycloak's are known.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        AccessSettings.BREAK_GLASS_KEY,
                        "Break-glass group",
                        "Path of the group whose members no policy denies, and whose every sign-in is recorded.",
                        ProviderConfigProperty.STRING_TYPE,
                        null));
    }
}
