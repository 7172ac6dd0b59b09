package dev.holdfast.access.keycloak.signal;

import dev.holdfast.access.signal.Person;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RoleUtils;

/** What Keycloak knows of a user, as policies ask for it. */
public final class People {
    private static final Set<String> PASSWORDS = Set.of("password", "password-history");

    private People() {}

    /** All that a policy may ask of the user. */
    public static Person of(UserModel user) {
        return new Person(
                user.getId(),
                user.getUsername(),
                groupsOf(user),
                rolesOf(user),
                user.getAttributes(),
                Optional.of(hasSecondFactor(user)));
    }

    /** Ids and paths of the user's groups, and of those above them. */
    public static Set<String> groupsOf(UserModel user) {
        Set<String> groups = new HashSet<>();
        user.getGroupsStream().forEach(member -> {
            for (GroupModel group = member; group != null; group = group.getParent()) {
                groups.add(group.getId());
                groups.add(ModelToRepresentation.buildGroupPath(group));
            }
        });
        return groups;
    }

    /** Realm roles by name, client roles as {@code client/role}, those of groups and composites too. */
    public static Set<String> rolesOf(UserModel user) {
        Set<String> roles = new HashSet<>();
        for (RoleModel role : RoleUtils.getDeepUserRoleMappings(user)) {
            roles.add(
                    role.isClientRole()
                            ? ((ClientModel) role.getContainer()).getClientId() + '/' + role.getName()
                            : role.getName());
        }
        return roles;
    }

    /** Whether there is any credential beside the password. */
    public static boolean hasSecondFactor(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .anyMatch(credential -> !PASSWORDS.contains(credential.getType()));
    }
}
