package dev.holdfast.push.keycloak.user;

import dev.holdfast.push.account.Accounts;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The users of the request's realm, federated ones included. */
public final class KeycloakAccounts implements Accounts {
    private final KeycloakSession session;

    public KeycloakAccounts(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(
                        session.users().getUserById(session.getContext().getRealm(), userId))
                .map(KeycloakAccounts::of);
    }

    public static Account of(UserModel user) {
        return new Account(user.getId(), user.getUsername(), user.isEnabled());
    }
}
