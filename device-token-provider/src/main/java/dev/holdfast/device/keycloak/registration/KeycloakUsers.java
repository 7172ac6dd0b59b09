package dev.holdfast.device.keycloak.registration;

import dev.holdfast.device.registry.Users;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The users of the request's realm, federated ones included. */
public final class KeycloakUsers implements Users {
    private final KeycloakSession session;

    public KeycloakUsers(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Optional<Account> find(String userId) {
        return model(userId).map(KeycloakUsers::account);
    }

    private static Account account(UserModel user) {
        return new Account(user.getId(), user.getUsername(), user.isEnabled());
    }

    @Override
    public Optional<Account> named(String name) {
        RealmModel realm = session.getContext().getRealm();
        return Optional.ofNullable(KeycloakModelUtils.findUserByNameOrEmail(session, realm, name))
                .map(KeycloakUsers::account);
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

    @Override
    public boolean isMemberOfAny(String userId, Set<String> groupPaths) {
        Set<String> memberships = groupsOf(userId);
        RealmModel realm = session.getContext().getRealm();
        return groupPaths.stream()
                .map(path -> KeycloakModelUtils.findGroupByPath(session, realm, path))
                .anyMatch(group -> group != null && memberships.contains(group.getId()));
    }

    private Optional<UserModel> model(String userId) {
        return Optional.ofNullable(
                session.users().getUserById(session.getContext().getRealm(), userId));
    }
}
