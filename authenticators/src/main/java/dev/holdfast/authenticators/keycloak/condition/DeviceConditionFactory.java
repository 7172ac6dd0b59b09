package dev.holdfast.authenticators.keycloak.condition;

/** The condition {@link ConditionKind#DEVICE} in the flow editor. */
public final class DeviceConditionFactory extends AccessConditionFactory {
    public DeviceConditionFactory() {
        super(ConditionKind.DEVICE);
    }
}
