package dev.holdfast.authenticators.keycloak.condition;

/** The condition {@link ConditionKind#RISK} in the flow editor. */
public final class RiskConditionFactory extends AccessConditionFactory {
    public RiskConditionFactory() {
        super(ConditionKind.RISK);
    }
}
