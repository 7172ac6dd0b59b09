package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.policy.Policy;
import org.keycloak.provider.Provider;

/** One policy of a realm, kept as one realm component. */
public interface AccessPolicyProvider extends Provider {
    Policy policy();
}
