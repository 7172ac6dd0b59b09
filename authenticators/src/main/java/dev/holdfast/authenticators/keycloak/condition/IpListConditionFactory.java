package dev.holdfast.authenticators.keycloak.condition;

/** The condition {@link ConditionKind#IP_LIST} in the flow editor. */
public final class IpListConditionFactory extends AccessConditionFactory {
    public IpListConditionFactory() {
        super(ConditionKind.IP_LIST);
    }
}
