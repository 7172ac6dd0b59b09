package dev.holdfast.place.keycloak;

import org.keycloak.provider.ProviderFactory;

/** For those who place addresses by something else than a file. */
public interface PlacesProviderFactory extends ProviderFactory<PlacesProvider> {}
