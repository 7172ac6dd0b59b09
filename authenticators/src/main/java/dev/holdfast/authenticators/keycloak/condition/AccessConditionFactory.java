package dev.holdfast.authenticators.keycloak.condition;

import dev.holdfast.keycloak.StatelessFactory;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.provider.ProviderConfigProperty;

/** A condition in the flow editor. */
abstract class AccessConditionFactory implements ConditionalAuthenticatorFactory, StatelessFactory<Authenticator> {
    private final ConditionKind kind;
    private final AccessCondition condition;

    AccessConditionFactory(ConditionKind kind) {
        this.kind = kind;
        this.condition = new AccessCondition(kind);
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return condition;
    }

    @Override
    public String getId() {
        return kind.id();
    }

    @Override
    public String getDisplayType() {
        return kind.label();
    }

    @Override
    public String getHelpText() {
        return kind.help();
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(kind.properties());
        properties.add(new ProviderConfigProperty(
                ConditionKind.NEGATE,
                "Negate",
                "On: true where it would be false, and the other way round.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "false"));
        properties.add(new ProviderConfigProperty(
                ConditionKind.UNKNOWN_COUNTS,
                "Unknown counts",
                "On: what cannot be told makes the condition true, negated or not, so that a sub-flow which asks for more"
                        + " runs.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        return List.copyOf(properties);
    }
}
