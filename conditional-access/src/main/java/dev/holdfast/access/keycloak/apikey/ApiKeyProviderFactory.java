package dev.holdfast.access.keycloak.apikey;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmApiKeyFactory}. */
public interface ApiKeyProviderFactory extends ComponentFactory<ApiKeyProvider, ApiKeyProvider> {}
