package dev.holdfast.device.keycloak.credential;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** The credential type of unlocking by the browser. */
public final class UnlockCredentialProviderFactory implements CredentialProviderFactory<UnlockCredentialProvider> {
    @Override
    public CredentialProvider<?> create(KeycloakSession session) {
        return new UnlockCredentialProvider(session);
    }

    @Override
    public String getId() {
        return UnlockCredentialProvider.TYPE;
    }
}
