package dev.holdfast.device.keycloak.registration;

import dev.holdfast.device.registry.Users;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

public final class KeycloakUsers implements Users {
    private final KeycloakSession session;

    public KeycloakUsers(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(
                        session.users().getUserById(session.getContext().getRealm(), userId))
                .map(user -> new Account(user.getId(), user.getUsername(), user.isEnabled()));
    }
}
