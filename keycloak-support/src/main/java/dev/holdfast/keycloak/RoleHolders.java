package dev.holdfast.keycloak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * People who hold a role: by themselves, by a role that contains it, or by a group or one above it. Service accounts and users
 * who are switched off are none.
 *
 * @param users each once
 * @param cutOff whether there may be more than were looked at
 */
public record RoleHolders(List<UserModel> users, boolean cutOff) {
    public RoleHolders {
        users = List.copyOf(users);
    }

    /**
     * Whoever holds one of these roles. Streams are read whole before the next question, as they hold cursors of the database.
     *
     * @param roles of the realm or of its clients
     * @param most as many people as are looked at
     */
    public static RoleHolders of(
            KeycloakSession session, RealmModel realm, Collection<? extends RoleModel> roles, int most) {
        Search search = new Search(most);
        Map<String, GroupModel> groups = new LinkedHashMap<>();
        for (RoleModel role : withContaining(realm, roles)) {
            search.add(session.users().getRoleMembersStream(realm, role, 0, search.asked()));
            session.groups()
                    .getGroupsByRoleStream(realm, role, null, null)
                    .toList()
                    .forEach(group -> groups.put(group.getId(), group));
        }
        for (GroupModel group : closed(groups, group -> group.getSubGroupsStream(), GroupModel::getId)) {
            search.add(session.users().getGroupMembersStream(realm, group, 0, search.asked()));
        }
        return new RoleHolders(List.copyOf(search.found.values()), search.cutOff);
    }

    private static Collection<RoleModel> withContaining(RealmModel realm, Collection<? extends RoleModel> roles) {
        Map<String, List<RoleModel>> containing = new HashMap<>();
        List<RoleModel> ofRealm = realm.getRolesStream().toList();
        List<RoleModel> ofClients = realm.getClientsStream().toList().stream()
                .flatMap(client -> client.getRolesStream().toList().stream())
                .toList();
        Stream.concat(ofRealm.stream(), ofClients.stream())
                .filter(RoleModel::isComposite)
                .forEach(role -> role.getCompositesStream()
                        .toList()
                        .forEach(part -> containing
                                .computeIfAbsent(part.getId(), id -> new ArrayList<>())
                                .add(role)));
        Map<String, RoleModel> first = new LinkedHashMap<>();
        roles.forEach(role -> first.put(role.getId(), role));
        return closed(first, role -> containing.getOrDefault(role.getId(), List.of()).stream(), RoleModel::getId);
    }

    /** With all that the first lead to, each once, however they are entangled. */
    private static <T> Collection<T> closed(
            Map<String, T> first, Function<T, Stream<T>> next, Function<T, String> idOf) {
        Map<String, T> all = new LinkedHashMap<>(first);
        Deque<T> open = new ArrayDeque<>(first.values());
        while (!open.isEmpty()) {
            for (T one : next.apply(open.remove()).toList()) {
                if (all.putIfAbsent(idOf.apply(one), one) == null) {
                    open.add(one);
                }
            }
        }
        return all.values();
    }

    private static final class Search {
        private final Map<String, UserModel> found = new LinkedHashMap<>();
        private final int most;
        private boolean cutOff;

        Search(int most) {
            this.most = most;
        }

        /** More than is kept: a federation may take users away from an answer that was full. */
        int asked() {
            return 2 * most;
        }

        void add(Stream<UserModel> answer) {
            List<UserModel> users = answer.toList();
            cutOff |= users.size() > most;
            users.stream()
                    .filter(user -> user.isEnabled() && user.getServiceAccountClientLink() == null)
                    .forEach(user -> {
                        if (found.size() < most) {
                            found.putIfAbsent(user.getId(), user);
                        } else {
                            cutOff |= !found.containsKey(user.getId());
                        }
                    });
        }
    }
}
