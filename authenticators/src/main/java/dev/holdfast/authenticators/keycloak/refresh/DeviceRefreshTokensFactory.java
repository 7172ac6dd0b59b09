package dev.holdfast.authenticators.keycloak.refresh;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProviderFactory;

/** Asked before Keycloak's own, by its order; it leaves to it what is no device's. */
public final class DeviceRefreshTokensFactory implements RefreshTokenProviderFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new DeviceRefreshTokens(session);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }

    @Override
    public String getId() {
        return "holdfast";
    }

    @Override
    public void init(Config.Scope config) {
        // Everything is a setting of the application.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to start.
    }

    @Override
    public void close() {
        // Nothing to end.
    }
}
