package dev.holdfast.access.keycloak.rest;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.guard.Admin;
import dev.holdfast.access.guard.LockoutGuard;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Person;
import dev.holdfast.keycloak.RoleHolders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.RealmManager;

/**
 * Refuses a change after which the administrator who makes it, or every administrator of the realm, would be denied the admin
 * portal from where the change comes (A53), unless it is forced.
 */
final class ChangeGuard {
    /** As many administrators as are looked at. */
    private static final int MOST = 50;

    /** As many members of a break-glass group as are asked for their roles. */
    private static final int MOST_MEMBERS = 500;

    private static final Person SOME_ADMINISTRATOR = new Person(
            "",
            "an administrator",
            Set.of(),
            Set.of(Constants.REALM_MANAGEMENT_CLIENT_ID + '/' + AdminRoles.REALM_ADMIN),
            Map.of(),
            Optional.of(true));

    private final AccessCall call;

    ChangeGuard(AccessCall call) {
        this.call = call;
    }

    /** @param changedList a list that the change gives other entries */
    void requireWayIn(AccessRealm realm, List<Policy> draft, Optional<ComponentModel> changedList) {
        boolean inForce = AccessRealms.setUpIn(call.realm())
                .filter(setUp -> setUp.settings().on())
                .isPresent();
        if (inForce && !call.isForced()) {
            Map<String, AddressSet> lists = new HashMap<>(realm.ipLists());
            changedList.ifPresent(list -> {
                Optional.ofNullable(call.realm().getComponent(list.getId()))
                        .ifPresent(former -> lists.remove(former.getName()));
                lists.putAll(AccessRealms.listsOf(list));
            });
            require(Optional.of(realm), realm, realm.compiled(draft, lists));
        }
    }

    /**
     * The same of the realm's settings: switching on is a change of all policies at once.
     *
     * @param former absent where conditional access was not set up
     */
    void requireWayIn(Optional<ComponentModel> former, ComponentModel settings) {
        AccessRealm after = AccessRealms.with(call.realm(), settings);
        if (after.settings().on() && !call.isForced()) {
            require(former.map(one -> AccessRealms.with(call.realm(), one)), after, after.inForce());
        }
    }

    private void require(Optional<AccessRealm> before, AccessRealm after, PolicySet draft) {
        Optional<Admin> acting = person().map(user -> admin(before, after, user));
        List<Admin> admins = new ArrayList<>();
        // No policy denies the members of the group, so those few answer before many others are looked at.
        Stream.of(before.stream().flatMap(this::breakGlassMembers), breakGlassMembers(after), administrators())
                .flatMap(users -> users.limit(MOST))
                .forEach(user -> admins.add(admin(before, after, user)));
        if (admins.isEmpty() && acting.isEmpty()) {
            // A realm that is administered from elsewhere alone is to stay open for administrators of its own.
            admins.add(new Admin(RequestSignals.ofAdminPortal(call.session(), SOME_ADMINISTRATOR), false, false));
        }
        PolicySet former = before.map(AccessRealm::inForce).orElse(AccessRealm.NOTHING);
        if (LockoutGuard.check(former, draft, acting, admins) instanceof LockoutGuard.Refused refused) {
            throw RefusedRequestException.conflict("lock_out", words(refused));
        }
    }

    private Admin admin(Optional<AccessRealm> before, AccessRealm after, UserModel user) {
        return new Admin(
                RequestSignals.ofAdminPortal(call.session(), People.of(call.session(), call.realm(), user)),
                before.filter(realm -> realm.isBreakGlass(user)).isPresent(),
                after.isBreakGlass(user));
    }

    private static String words(LockoutGuard.Refused refused) {
        String by = refused.policies().stream()
                .map(applied -> applied.policy().name())
                .collect(Collectors.joining(", "));
        return refused.reason().words()
                + (by.isEmpty() ? "" : " It is done by: " + by + ".")
                + " Try it in report mode, leave administrators out, or name a break-glass group; with ?force=true it is"
                + " done all the same.";
    }

    /** The caller, if it is a person of this realm: service accounts and administrators of the server pass no policy here. */
    private Optional<UserModel> person() {
        UserModel user = call.caller().user();
        boolean ofThisRealm = call.caller().auth().getRealm().equals(call.realm());
        return ofThisRealm && user.getServiceAccountClientLink() == null ? Optional.of(user) : Optional.empty();
    }

    /** Of master, which has no client of its own for that, who administers the server. */
    private Stream<RoleModel> administratorRoles() {
        RealmModel realm = call.realm();
        ClientModel management =
                call.session().clients().getClientByClientId(realm, Constants.REALM_MANAGEMENT_CLIENT_ID);
        return Stream.ofNullable(
                management == null ? realm.getRole(AdminRoles.ADMIN) : management.getRole(AdminRoles.REALM_ADMIN));
    }

    private Stream<UserModel> administrators() {
        return RoleHolders.of(call.session(), call.realm(), administratorRoles().toList(), MOST).users().stream();
    }

    /** Those of the break-glass group, and of the groups below it, who may set the realm right. */
    private Stream<UserModel> breakGlassMembers(AccessRealm realm) {
        Optional<RoleModel> managing = managingRole();
        return realm
                .settings()
                .breakGlassGroup()
                .map(path -> KeycloakModelUtils.findGroupByPath(call.session(), call.realm(), path))
                .stream()
                .flatMap(ChangeGuard::withThoseBelow)
                .flatMap(
                        group -> call
                                .session()
                                .users()
                                .getGroupMembersStream(call.realm(), group, 0, MOST_MEMBERS)
                                .toList()
                                .stream())
                .filter(user ->
                        user.isEnabled() && managing.filter(user::hasRole).isPresent());
    }

    /** The server's own realm has a client for itself, as it has one for each other realm. */
    private Optional<RoleModel> managingRole() {
        RealmModel realm = call.realm();
        ClientModel client = RealmManager.isAdministrationRealm(realm)
                ? realm.getMasterAdminClient()
                : call.session().clients().getClientByClientId(realm, Constants.REALM_MANAGEMENT_CLIENT_ID);
        return Optional.ofNullable(client).map(one -> one.getRole(AdminRoles.MANAGE_REALM));
    }

    private static Stream<GroupModel> withThoseBelow(GroupModel group) {
        return Stream.concat(
                Stream.of(group), group.getSubGroupsStream().toList().stream().flatMap(ChangeGuard::withThoseBelow));
    }
}
