package dev.holdfast.push.keycloak.report;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.storage.adapter.AbstractInMemoryUserAdapter;

/** Whom an address belongs to that is no user's: Keycloak's templates write to users alone. */
final class Watcher extends AbstractInMemoryUserAdapter {
    Watcher(KeycloakSession session, RealmModel realm, String address) {
        super(session, realm, "holdfast-push-watcher");
        setUsername(address);
        setEmail(address);
    }

    @Override
    public SubjectCredentialManager credentialManager() {
        throw new UnsupportedOperationException("who only gets mails signs in nowhere");
    }
}
