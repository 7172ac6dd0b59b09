package dev.holdfast.push.keycloak.credential;

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
 * Ends the phone whose credential its owner or an administrator removed. Keycloak removes credentials without asking their
 * provider, but not without an event, and in the same transaction.
 */
public final class PhoneRemovalListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                if (event.getType() == EventType.REMOVE_CREDENTIAL) {
                    phoneAmong(event.getDetails(), Details.SELECTED_CREDENTIAL_ID)
                            .ifPresent(this::end);
                }
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (event.getOperationType() == OperationType.ACTION) {
                    phoneAmong(event.getDetails(), Details.CREDENTIAL_ID)
                            // A changed label is an action on a path that goes on.
                            .filter(id -> event.getResourcePath().endsWith("/credentials/" + id))
                            .ifPresent(this::end);
                }
            }

            private void end(String phone) {
                new PhoneCredentials(session).end(UUID.fromString(phone));
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
        return "holdfast-phone-removal";
    }

    /** The id of the credential that an event tells of, if it stands for a phone. */
    private static Optional<String> phoneAmong(@Nullable Map<String, String> details, String idKey) {
        return details != null && PhoneCredentialProvider.TYPE.equals(details.get(Details.CREDENTIAL_TYPE))
                ? Optional.ofNullable(details.get(idKey))
                : Optional.empty();
    }
}
