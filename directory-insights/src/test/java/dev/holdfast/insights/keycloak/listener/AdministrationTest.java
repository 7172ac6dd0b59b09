package dev.holdfast.insights.keycloak.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insights.event.Person;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

class AdministrationTest {
    private final ClientModel management = Answering.only(
            ClientModel.class, Map.of("getClientId", asked -> "realm-management", "getRealm", asked -> home()));
    private final RoleModel manageUsers = role("manage-users", management);
    private final RealmModel acme = Answering.only(
            RealmModel.class, Map.of("getName", asked -> "acme", "getRoleById", asked -> switch ((String) asked[0]) {
                case "id-boss" -> boss();
                case "id-admin" -> role("admin", home());
                case "id-manage-users" -> manageUsers;
                default -> null;
            }));
    private final GroupModel staff = group(Optional.empty(), manageUsers);
    private final GroupModel team = group(Optional.of(staff));
    private final KeycloakSession session = Answering.only(
            KeycloakSession.class,
            Map.of(
                    "groups",
                    asked -> Answering.only(
                            GroupProvider.class,
                            Map.of("getGroupById", group -> group[1].equals("team") ? team : null))));
    private final Administration administration = new Administration(session, acme);

    @Test
    @DisplayName("I3 who has a role by a group above theirs, or inside another role, administers")
    void deep() {
        assertThat(Administration.includes(user(Stream.of(boss()), Stream.empty())))
                .isTrue();
        assertThat(Administration.includes(user(Stream.empty(), Stream.of(team))))
                .isTrue();
        assertThat(Administration.includes(user(Stream.of(role("admin", home())), Stream.of(group(Optional.empty())))))
                .as("a role of a realm's own is only called so")
                .isFalse();
    }

    @Test
    @DisplayName("I3 a role that is given is looked at as the realm has it, not as a text")
    void given() {
        String boss = "[{\"id\":\"id-boss\",\"name\":\"boss\"}]";
        String called = "[{\"id\":\"id-admin\",\"name\":\"admin\",\"description\":\"\\\"realm-admin\\\"\"}]";
        assertThat(concerns("REALM_ROLE_MAPPING", "users/u1/role-mappings/realm", boss))
                .isTrue();
        assertThat(concerns("REALM_ROLE_MAPPING", "users/u1/role-mappings/realm", called))
                .isFalse();
        assertThat(concerns("CLIENT_ROLE_MAPPING", "groups/g1/role-mappings/clients/c1", boss))
                .isTrue();
        assertThat(concerns("REALM_ROLE", "roles-by-id/r1/composites", "[{\"id\":\"id-manage-users\"}]"))
                .isTrue();
        assertThat(concerns("REALM_ROLE", "roles/boss", boss)).isFalse();
        assertThat(concerns("GROUP_MEMBERSHIP", "users/u1/groups/team", "{}")).isTrue();
        assertThat(concerns("GROUP_MEMBERSHIP", "users/u1/groups/gone", "{}")).isFalse();
        for (String broken : new String[] {"{}", "no", "[{}]", "[{\"id\":\"gone\"}]"}) {
            assertThat(concerns("REALM_ROLE_MAPPING", "users/u1/role-mappings/realm", broken))
                    .as(broken)
                    .isFalse();
        }
    }

    private boolean concerns(String type, String path, String representation) {
        AdminEvent event = new AdminEvent();
        event.setResourceTypeAsString(type);
        event.setResourcePath(path);
        event.setRepresentation(representation);
        return administration.concerns(event, type, id -> Optional.of(Person.ofId(id)));
    }

    private RealmModel home() {
        return acme;
    }

    /** Which contains itself, as roles may. */
    private RoleModel boss() {
        return role("boss", home(), role("boss", home()), manageUsers);
    }

    private static RoleModel role(String name, RoleContainerModel holder, RoleModel... parts) {
        return Answering.only(
                RoleModel.class,
                Map.of(
                        "getId", asked -> "id-" + name,
                        "getName", asked -> name,
                        "getContainer", asked -> holder,
                        "isComposite", asked -> parts.length > 0,
                        "getCompositesStream", asked -> Stream.of(parts)));
    }

    private static GroupModel group(Optional<GroupModel> above, RoleModel... roles) {
        return Answering.only(
                GroupModel.class,
                Map.of(
                        "getRoleMappingsStream", asked -> Stream.of(roles),
                        "getParent", asked -> above.orElse(null)));
    }

    private static UserModel user(Stream<RoleModel> roles, Stream<GroupModel> groups) {
        return Answering.only(
                UserModel.class, Map.of("getRoleMappingsStream", asked -> roles, "getGroupsStream", asked -> groups));
    }
}
