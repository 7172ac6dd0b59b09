package dev.holdfast.device.keycloak.ending;

import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import dev.holdfast.keycloak.CredentialRemovalListener;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Ends the registration whose credential its owner or an administrator removed. */
public final class CredentialRemovalListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new CredentialRemovalListener(
                RegistrationCredentialProvider.TYPE, registration -> new RegistrationEnd(session).revoke(registration));
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "holdfast-credential-removal";
    }
}
