package dev.holdfast.insights.keycloak.listener;

import dev.holdfast.insights.event.AdminEvents;
import dev.holdfast.insights.event.Person;
import dev.holdfast.insights.event.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** Who administers: whoever has a role that does, by themselves or by a group, or a role that contains one. */
final class Administration {
    private static final Pattern USER = Pattern.compile("users/([^/]+)(?:/.*)?");
    private static final Pattern MEMBERSHIP = Pattern.compile("users/[^/]+/groups/([^/]+)");

    private final KeycloakSession session;
    private final RealmModel realm;

    Administration(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Streams are read whole before the next question: they hold cursors of the database. */
    static boolean includes(UserModel user) {
        List<RoleModel> roles = new ArrayList<>(user.getRoleMappingsStream().toList());
        user.getGroupsStream().toList().forEach(group -> roles.addAll(rolesOf(group)));
        return anyAdministers(roles);
    }

    /** Whether it is done to somebody who administers, or gives or takes what makes one. */
    boolean concerns(AdminEvent event, String resourceType, Function<String, Optional<Person>> people) {
        String path = Optional.ofNullable(event.getResourcePath()).orElse("");
        return switch (resourceType) {
            case "REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING" -> anyAdministers(named(event));
            case "REALM_ROLE", "CLIENT_ROLE" -> path.contains("/composites") && anyAdministers(named(event));
            case "GROUP_MEMBERSHIP" -> {
                Matcher membership = MEMBERSHIP.matcher(path);
                yield membership.matches()
                        && anyAdministers(rolesOf(session.groups().getGroupById(realm, membership.group(1))));
            }
            case "USER" -> {
                Matcher user = USER.matcher(path);
                yield user.matches()
                        && people.apply(user.group(1))
                                .filter(Person::administrator)
                                .isPresent();
            }
            default -> false;
        };
    }

    /** The roles that an event lists. */
    private List<RoleModel> named(AdminEvent event) {
        return AdminEvents.listed(Optional.ofNullable(event.getRepresentation())).stream()
                .map(realm::getRoleById)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Of a group, and of those above it. */
    private static List<RoleModel> rolesOf(@Nullable GroupModel group) {
        List<RoleModel> roles = new ArrayList<>();
        for (GroupModel each = group; each != null; each = each.getParent()) {
            roles.addAll(each.getRoleMappingsStream().toList());
        }
        return roles;
    }

    private static boolean anyAdministers(List<RoleModel> roles) {
        Deque<RoleModel> open = new ArrayDeque<>(roles);
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            RoleModel role = open.remove();
            if (seen.add(role.getId())) {
                if (read(role).administers()) {
                    return true;
                }
                if (role.isComposite()) {
                    open.addAll(role.getCompositesStream().toList());
                }
            }
        }
        return false;
    }

    private static Role read(RoleModel role) {
        if (role.getContainer() instanceof ClientModel client) {
            return new Role(role.getName(), Optional.of(client.getClientId()), isOfAdministration(client.getRealm()));
        }
        return new Role(
                role.getName(),
                Optional.empty(),
                role.getContainer() instanceof RealmModel home && isOfAdministration(home));
    }

    private static boolean isOfAdministration(RealmModel realm) {
        return realm.getName().equals(Config.getAdminRealm());
    }
}
