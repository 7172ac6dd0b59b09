package dev.holdfast.push.keycloak.ciba;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.HttpAuthenticationChannelProviderFactory;

/** Stands in the place of Keycloak's own channel, with its id and its configuration, and keeps it for all other clients. */
public final class PushChannelFactory extends HttpAuthenticationChannelProviderFactory {
    @Override
    public AuthenticationChannelProvider create(KeycloakSession session) {
        return new PushChannel(session, super.create(session));
    }

    @Override
    public int order() {
        return 1;
    }
}
