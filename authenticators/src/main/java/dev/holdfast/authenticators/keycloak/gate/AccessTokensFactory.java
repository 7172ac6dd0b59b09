package dev.holdfast.authenticators.keycloak.gate;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** Asked by Keycloak each time before it hands out tokens. */
public final class AccessTokensFactory implements TokenPostProcessorFactory {
    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new AccessTokens(session);
    }

    @Override
    public String getId() {
        return "holdfast-access";
    }
}
