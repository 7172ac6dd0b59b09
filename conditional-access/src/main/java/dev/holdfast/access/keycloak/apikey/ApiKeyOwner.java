package dev.holdfast.access.keycloak.apikey;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/** In whose name an API key calls. */
public record ApiKeyOwner(ClientModel client, UserModel user) {}
