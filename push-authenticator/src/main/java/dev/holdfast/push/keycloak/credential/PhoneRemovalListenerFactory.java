package dev.holdfast.push.keycloak.credential;

import dev.holdfast.keycloak.CredentialRemovalListener;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Ends the phone whose credential its owner or an administrator removed. */
public final class PhoneRemovalListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new CredentialRemovalListener(
                PhoneCredentialProvider.TYPE, phone -> new PhoneCredentials(session).end(phone));
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "holdfast-phone-removal";
    }
}
