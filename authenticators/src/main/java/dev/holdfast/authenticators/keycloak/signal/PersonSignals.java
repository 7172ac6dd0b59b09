package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.SignalKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RoleUtils;

/** What Keycloak knows of a user, as far as a policy looks at it. */
public final class PersonSignals {
    private static final Set<String> PASSWORDS =
            Set.of(PasswordCredentialModel.TYPE, PasswordCredentialModel.PASSWORD_HISTORY);

    /** Before a sign-in knows whose it is. */
    static final Person NOBODY = new Person("", "", Set.of(), Set.of(), Map.of(), Optional.empty());

    private PersonSignals() {}

    static Person of(UserModel user, Set<SignalKind> needs) {
        return new Person(
                user.getId(),
                user.getUsername(),
                needs.contains(SignalKind.GROUPS) ? groups(user) : Set.of(),
                needs.contains(SignalKind.ROLES) ? roles(user) : Set.of(),
                needs.contains(SignalKind.ATTRIBUTES) ? attributes(user) : Map.of(),
                needs.contains(SignalKind.MFA_CONFIGURED) ? Optional.of(hasSecondFactor(user)) : Optional.empty());
    }

    /** Whether the user has anything beside a password to authenticate with. */
    public static boolean hasSecondFactor(UserModel user) {
        return Stream.concat(
                        user.credentialManager().getStoredCredentialsStream().map(CredentialModel::getType),
                        user.credentialManager().getConfiguredUserStorageCredentialTypesStream())
                .anyMatch(type -> !PASSWORDS.contains(type));
    }

    private static Map<String, List<String>> attributes(UserModel user) {
        return user.getAttributes().entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /** By id and by path, with the groups above them. */
    private static Set<String> groups(UserModel user) {
        Set<String> groups = new HashSet<>();
        user.getGroupsStream().forEach(group -> {
            for (GroupModel one = group; one != null; one = one.getParent()) {
                groups.add(one.getId());
                groups.add(ModelToRepresentation.buildGroupPath(one));
            }
        });
        return groups;
    }

    private static Set<String> roles(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream()
                .map(PersonSignals::nameOf)
                .collect(Collectors.toSet());
    }

    private static String nameOf(RoleModel role) {
        return role.isClientRole() && role.getContainer() instanceof ClientModel client
                ? client.getClientId() + '/' + role.getName()
                : role.getName();
    }
}
