package dev.holdfast.device.keycloak.credential;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** The credential type of registrations. */
public final class RegistrationCredentialProviderFactory
        implements CredentialProviderFactory<RegistrationCredentialProvider> {
    @Override
    public CredentialProvider<?> create(KeycloakSession session) {
        return new RegistrationCredentialProvider(session);
    }

    @Override
    public String getId() {
        return RegistrationCredentialProvider.TYPE;
    }
}
