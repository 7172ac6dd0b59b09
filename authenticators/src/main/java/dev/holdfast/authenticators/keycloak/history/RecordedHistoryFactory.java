package dev.holdfast.authenticators.keycloak.history;

import dev.holdfast.access.keycloak.history.SignInHistoryProvider;
import dev.holdfast.access.keycloak.history.SignInHistoryProviderFactory;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.models.KeycloakSession;

/** Lets conditional access read the record. */
public final class RecordedHistoryFactory
        implements SignInHistoryProviderFactory, StatelessFactory<SignInHistoryProvider> {
    @Override
    public SignInHistoryProvider create(KeycloakSession session) {
        return new RecordedHistory(session);
    }

    @Override
    public String getId() {
        return "directory-insights";
    }
}
