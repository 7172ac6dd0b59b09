package dev.holdfast.device.keycloak.registration;

import dev.holdfast.device.registry.Users;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

public final class KeycloakUsers implements Users {
    private final KeycloakSession session;

    public KeycloakUsers(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<Account> find(String userId) {
        return model(userId).map(user -> new Account(user.getId(), user.getUsername(), user.isEnabled()));
    }

    @Override
    public Set<String> groupsOf(String userId) {
        Set<String> ids = new HashSet<>();
        model(userId)
                .ifPresent(user -> user.getGroupsStream().forEach(group -> {
                    for (GroupModel above = group; above != null; above = above.getParent()) {
                        ids.add(above.getId());
                    }
                }));
        return ids;
    }

    private Optional<UserModel> model(String userId) {
        return Optional.ofNullable(
                session.users().getUserById(session.getContext().getRealm(), userId));
    }
}
