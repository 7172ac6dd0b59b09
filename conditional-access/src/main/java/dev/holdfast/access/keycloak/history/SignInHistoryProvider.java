package dev.holdfast.access.keycloak.history;

import dev.holdfast.access.history.SignInHistory;
import org.keycloak.provider.Provider;

/**
 * The recorded sign-ins of the realm of the session's context: {@code session.getProvider(SignInHistoryProvider.class)}, null
 * where nobody keeps a record.
 */
public interface SignInHistoryProvider extends Provider, SignInHistory {
    /** Whether this realm keeps a record; one that does not answers every question with nothing. */
    default boolean isKept() {
        return true;
    }
}
