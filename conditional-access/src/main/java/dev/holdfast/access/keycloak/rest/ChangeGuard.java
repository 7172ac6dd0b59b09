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

/**
 * Refuses a change after which the administrator who makes it, or every administrator of the realm, would be denied the admin
 * portal from where the change comes (A53), unless it is forced.
 */
final class ChangeGuard {
    /** As many administrators as are looked at. */
    private static final int MOST = 50;

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
        if (isInForce()) {
            Map<String, AddressSet> lists = new HashMap<>(realm.ipLists());
            changedList.ifPresent(list -> lists.putAll(AccessRealms.listsOf(list)));
            require(realm, realm.policies(), realm.compiled(draft, lists));
        }
    }

    /** The same of the realm's settings. */
    void requireWayIn(ComponentModel former, ComponentModel settings) {
        if (isInForce()) {
            AccessRealm after = AccessRealms.with(call.realm(), settings);
            if (after.settings().on()) {
                require(after, AccessRealms.with(call.realm(), former).policies(), after.policies());
            }
        }
    }

    private boolean isInForce() {
        return !call.isForced() && AccessRealms.setUpIn(call.realm()).isPresent();
    }

    private void require(AccessRealm after, PolicySet former, PolicySet draft) {
        Optional<Admin> acting = person().map(user -> admin(after, user));
        List<Admin> admins = new ArrayList<>();
        Stream.concat(administrators(), breakGlassMembers(after))
                .limit(MOST)
                .forEach(user -> admins.add(admin(after, user)));
        if (admins.isEmpty() && acting.isEmpty()) {
            // A realm that is administered from elsewhere alone is to stay open for administrators of its own.
            admins.add(new Admin(RequestSignals.ofAdminPortal(call.session(), SOME_ADMINISTRATOR), false));
        }
        if (LockoutGuard.check(former, draft, acting, admins) instanceof LockoutGuard.Refused refused) {
            throw RefusedRequestException.conflict("lock_out", words(refused));
        }
    }

    private Admin admin(AccessRealm after, UserModel user) {
        return new Admin(RequestSignals.ofAdminPortal(call.session(), People.of(user)), after.isBreakGlass(user));
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

    private Optional<RoleModel> administratorRole() {
        RealmModel realm = call.realm();
        return Optional.ofNullable(
                        call.session().clients().getClientByClientId(realm, Constants.REALM_MANAGEMENT_CLIENT_ID))
                .map((ClientModel client) -> client.getRole(AdminRoles.REALM_ADMIN));
    }

    private Stream<UserModel> administrators() {
        return administratorRole().stream()
                .flatMap(role -> Stream.concat(
                        call.session().users().getRoleMembersStream(call.realm(), role, 0, MOST),
                        call.session()
                                .groups()
                                .getGroupsByRoleStream(call.realm(), role, 0, MOST)
                                .flatMap(this::members)))
                .filter(user -> user.isEnabled() && user.getServiceAccountClientLink() == null);
    }

    private Stream<UserModel> breakGlassMembers(AccessRealm realm) {
        return realm
                .settings()
                .breakGlassGroup()
                .map(path -> KeycloakModelUtils.findGroupByPath(call.session(), call.realm(), path))
                .stream()
                .flatMap(this::members)
                .filter(UserModel::isEnabled);
    }

    private Stream<UserModel> members(GroupModel group) {
        return call.session().users().getGroupMembersStream(call.realm(), group, 0, MOST);
    }
}
