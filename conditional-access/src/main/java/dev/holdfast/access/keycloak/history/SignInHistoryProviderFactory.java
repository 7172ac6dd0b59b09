package dev.holdfast.access.keycloak.history;

import org.keycloak.provider.ProviderFactory;

/** What the SPI's lookup asks for; whoever keeps a record has one. */
public interface SignInHistoryProviderFactory extends ProviderFactory<SignInHistoryProvider> {}
