package dev.holdfast.access.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmAccessFactory}. */
public interface AccessProviderFactory extends ComponentFactory<AccessProvider, AccessProvider> {}
