package dev.holdfast.authenticators.keycloak.apikey;

import dev.holdfast.access.keycloak.apikey.ApiKeyOwner;
import dev.holdfast.access.keycloak.apikey.ApiKeys;
import dev.holdfast.insights.keycloak.key.KeyOwnerProvider;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The service accounts behind the API keys of the request's realm. */
final class ApiKeyOwners implements KeyOwnerProvider {
    private final KeycloakSession session;

    ApiKeyOwners(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<UserModel> ownerOf(String key) {
        return new ApiKeys(session, session.getContext().getRealm())
                .ownerOf(key)
                .map(ApiKeyOwner::user);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
