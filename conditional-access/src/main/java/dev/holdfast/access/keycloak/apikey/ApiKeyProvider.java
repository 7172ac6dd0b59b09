package dev.holdfast.access.keycloak.apikey;

import org.keycloak.provider.Provider;

/** An API key, kept as one realm component that never has the key itself. */
public interface ApiKeyProvider extends Provider {}
