package dev.holdfast.authenticators.keycloak.apikey;

import dev.holdfast.insights.keycloak.key.KeyOwnerProvider;
import dev.holdfast.insights.keycloak.key.KeyOwnerProviderFactory;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.models.KeycloakSession;

/** Lets the record know the API keys of conditional access. */
public final class ApiKeyOwnersFactory implements KeyOwnerProviderFactory, StatelessFactory<KeyOwnerProvider> {
    @Override
    public KeyOwnerProvider create(KeycloakSession session) {
        return new ApiKeyOwners(session);
    }

    @Override
    public String getId() {
        return "conditional-access";
    }
}
