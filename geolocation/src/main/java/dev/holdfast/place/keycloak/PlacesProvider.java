package dev.holdfast.place.keycloak;

import dev.holdfast.place.Places;
import org.keycloak.provider.Provider;

/** Places addresses for the whole server: {@code session.getProvider(PlacesProvider.class)}. Always there. */
public interface PlacesProvider extends Provider, Places {}
