package dev.holdfast.device.keycloak.ending;

import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import dev.holdfast.keycloak.StatelessFactory;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/**
 * Ends the registration whose credential its owner or an administrator removed. Keycloak removes credentials without
 * asking their provider, but not without an event, and in the same transaction.
 */
public final class CredentialRemovalListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                if (event.getType() == EventType.REMOVE_CREDENTIAL) {
                    registrationAmong(event.getDetails(), Details.SELECTED_CREDENTIAL_ID)
                            .ifPresent(this::end);
                }
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (event.getOperationType() == OperationType.ACTION) {
                    registrationAmong(event.getDetails(), Details.CREDENTIAL_ID)
                            // A changed label is an action on a path that goes on.
                            .filter(id -> event.getResourcePath().endsWith("/credentials/" + id))
                            .ifPresent(this::end);
                }
            }

            private void end(String registration) {
                new RegistrationEnd(session).revoke(UUID.fromString(registration));
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "holdfast-credential-removal";
    }

    /** The id of the credential that an event tells of, if it stands for a registration. */
    private static Optional<String> registrationAmong(@Nullable Map<String, String> details, String idKey) {
        return details != null && RegistrationCredentialProvider.TYPE.equals(details.get(Details.CREDENTIAL_TYPE))
                ? Optional.ofNullable(details.get(idKey))
                : Optional.empty();
    }
}
