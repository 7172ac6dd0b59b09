package dev.holdfast.keycloak;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;

/**
 * Ends what a credential of one type stands for, when its owner or an administrator removes it. Keycloak removes
 * credentials without asking their provider, but not without an event, and in the same transaction.
 */
public final class CredentialRemovalListener implements EventListenerProvider {
    private final String type;
    private final Consumer<UUID> end;

    /**
     * @param type of the credentials, whose ids are UUIDs
     * @param end takes the id of the one that is gone
     */
    public CredentialRemovalListener(String type, Consumer<UUID> end) {
        this.type = type;
        this.end = end;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.REMOVE_CREDENTIAL) {
            removed(event.getDetails(), Details.SELECTED_CREDENTIAL_ID).ifPresent(this::end);
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getOperationType() == OperationType.ACTION) {
            removed(event.getDetails(), Details.CREDENTIAL_ID)
                    // A changed label is an action on a path that goes on.
                    .filter(id -> event.getResourcePath().endsWith("/credentials/" + id))
                    .ifPresent(this::end);
        }
    }

    private void end(String id) {
        end.accept(UUID.fromString(id));
    }

    private Optional<String> removed(@Nullable Map<String, String> details, String idKey) {
        return details != null && type.equals(details.get(Details.CREDENTIAL_TYPE))
                ? Optional.ofNullable(details.get(idKey))
                : Optional.empty();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
