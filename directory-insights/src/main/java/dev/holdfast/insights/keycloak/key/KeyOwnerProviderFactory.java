package dev.holdfast.insights.keycloak.key;

import org.keycloak.provider.ProviderFactory;

/** What the SPI's lookup asks for; whoever hands keys out has one. */
public interface KeyOwnerProviderFactory extends ProviderFactory<KeyOwnerProvider> {}
