package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.access.realm.BuiltInPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;

/** A realm's conditional access: its settings, and its policies compiled. Immutable, shared by all requests of a node. */
public final class AccessRealm {
    /** What is in force where conditional access is not set up or switched off. */
    public static final PolicySet NOTHING =
            PolicySet.compile(List.of(), Map.of(), AccessSettings.DefaultPolicy.ALLOW.effect());

    private final AccessSettings settings;
    private final List<Policy> documents;
    private final Map<String, AddressSet> lists;
    private final PolicySet policies;

    private AccessRealm(AccessSettings settings, List<Policy> documents, Map<String, AddressSet> lists) {
        this.settings = settings;
        this.documents = List.copyOf(documents);
        this.lists = Map.copyOf(lists);
        this.policies = compiled(documents);
    }

    static AccessRealm of(RealmModel realm, AccessSettings settings) {
        return new AccessRealm(settings, RealmPolicies.of(realm), AddressLists.of(realm));
    }

    public AccessSettings settings() {
        return settings;
    }

    /** Every policy, compiled, with those that settings stand for. */
    public PolicySet policies() {
        return policies;
    }

    /** What decides now: nothing denies where conditional access is switched off. */
    public PolicySet inForce() {
        return settings.on() ? policies : NOTHING;
    }

    /** The policies as administrators wrote them, without those that settings stand for. */
    public List<Policy> documents() {
        return documents;
    }

    /** The IP lists, by id and by name. */
    public Map<String, AddressSet> ipLists() {
        return lists;
    }

    /** What other policies would be in this realm: for what-if, replay and the guard of changes. */
    public PolicySet compiled(List<Policy> instead) {
        return compiled(instead, lists);
    }

    /** What other policies and lists would be in this realm. */
    public PolicySet compiled(List<Policy> instead, Map<String, AddressSet> insteadLists) {
        List<Policy> all = new ArrayList<>(instead);
        all.addAll(BuiltInPolicies.of(settings));
        return PolicySet.compile(all, insteadLists, settings.defaultPolicy().effect());
    }

    /** Whether nothing denies this user: a member of the break-glass group, or of one below it. */
    public boolean isBreakGlass(UserModel user) {
        Optional<String> group = settings.breakGlassGroup();
        return group.isPresent() && user.getGroupsStream().anyMatch(member -> isInOrBelow(member, group.get()));
    }

    private static boolean isInOrBelow(GroupModel member, String path) {
        String own = ModelToRepresentation.buildGroupPath(member);
        return own.equals(path) || own.startsWith(path + "/");
    }
}
