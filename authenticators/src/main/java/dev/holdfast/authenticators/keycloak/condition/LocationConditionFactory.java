package dev.holdfast.authenticators.keycloak.condition;

/** The condition {@link ConditionKind#LOCATION} in the flow editor. */
public final class LocationConditionFactory extends AccessConditionFactory {
    public LocationConditionFactory() {
        super(ConditionKind.LOCATION);
    }
}
