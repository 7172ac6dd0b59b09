package dev.holdfast.authenticators.keycloak.condition;

/** The condition {@link ConditionKind#GROUP} in the flow editor. */
public final class GroupConditionFactory extends AccessConditionFactory {
    public GroupConditionFactory() {
        super(ConditionKind.GROUP);
    }
}
