package dev.holdfast.access.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmPolicyFactory}. */
public interface AccessPolicyProviderFactory extends ComponentFactory<AccessPolicyProvider, AccessPolicyProvider> {}
