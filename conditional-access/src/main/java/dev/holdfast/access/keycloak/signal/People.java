package dev.holdfast.access.keycloak.signal;

import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.keycloak.SecondFactors;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RoleUtils;

/** What Keycloak knows of a user, as policies ask for it. */
public final class People {
    /** Before a sign-in knows whose it is. */
    public static final Person NOBODY = new Person("", "", Set.of(), Set.of(), Map.of(), Optional.empty());

    private static final Set<String> PASSWORDS =
            Set.of(PasswordCredentialModel.TYPE, PasswordCredentialModel.PASSWORD_HISTORY);

    private People() {}

    /** All that a policy may ask of the user. */
    public static Person of(KeycloakSession session, RealmModel realm, UserModel user) {
        return of(session, realm, user, EnumSet.allOf(SignalKind.class));
    }

    /** What these policies ask of the user, and nothing else. */
    public static Person of(KeycloakSession session, RealmModel realm, UserModel user, Set<SignalKind> needs) {
        return new Person(
                user.getId(),
                user.getUsername(),
                needs.contains(SignalKind.GROUPS) ? groups(user) : Set.of(),
                needs.contains(SignalKind.ROLES) ? roles(user) : Set.of(),
                needs.contains(SignalKind.ATTRIBUTES) ? attributes(user) : Map.of(),
                needs.contains(SignalKind.MFA_CONFIGURED)
                        ? Optional.of(SecondFactors.in(session, realm).hasOne(user))
                        : Optional.empty());
    }

    /**
     * Whether the user has nothing but a password to authenticate with. That is less than no second factor: who has recovery
     * codes, or a credential that nobody here knows, is to show that one before a password alone sets up another.
     *
     * @param beside types of credentials that do not matter
     */
    public static boolean hasOnlyPassword(UserModel user, String... beside) {
        Set<String> ignored = Set.of(beside);
        return Stream.concat(
                        user.credentialManager().getStoredCredentialsStream().map(CredentialModel::getType),
                        user.credentialManager().getConfiguredUserStorageCredentialTypesStream())
                .filter(type -> !ignored.contains(type))
                .allMatch(PASSWORDS::contains);
    }

    /** Keycloak lists nothing as null, as the address of a user who has none. */
    private static Map<String, List<String>> attributes(UserModel user) {
        return user.getAttributes().entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /** By id and by path, with the groups above them. */
    private static Set<String> groups(UserModel user) {
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
    private static Set<String> roles(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream()
                .map(People::nameOf)
                .collect(Collectors.toSet());
    }

    private static String nameOf(RoleModel role) {
        return role.isClientRole() && role.getContainer() instanceof ClientModel client
                ? client.getClientId() + '/' + role.getName()
                : role.getName();
    }
}
