package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/** Reads the policies of a realm. */
public final class RealmPolicies {
    private static final Logger LOG = Logger.getLogger(RealmPolicies.class);

    private RealmPolicies() {}

    static List<Policy> of(RealmModel realm) {
        List<Policy> policies = new ArrayList<>();
        RealmPolicyFactory.componentsOf(realm).forEach(model -> policies.add(policyOf(model)));
        return policies;
    }

    /** The policy of a component, under the component's id. */
    public static Policy policyOf(ComponentModel model) {
        PolicyDocument document = PolicyDocument.read(model.get(RealmPolicyFactory.DOCUMENT_KEY, ""));
        if (document instanceof PolicyDocument.Read read) {
            return under(model.getId(), read.policy());
        }
        // Refused before it is written: left by a newer version, or by who writes into the database itself. What a
        // policy
        // that nobody can read allows is nothing.
        LOG.errorf(
                "policy %s (%s) cannot be read, and so denies everything: %s",
                model.getName(), model.getId(), document);
        return unreadable(model);
    }

    /** Whether the component holds a policy that this version can read, so that it may write it anew. */
    public static boolean isReadable(ComponentModel model) {
        return PolicyDocument.read(model.get(RealmPolicyFactory.DOCUMENT_KEY, "")) instanceof PolicyDocument.Read;
    }

    /** The same policy with another id. */
    public static Policy under(String id, Policy policy) {
        return new Policy(
                id,
                policy.name(),
                policy.description(),
                policy.disabled(),
                policy.mode(),
                policy.priority(),
                policy.type(),
                policy.targets(),
                policy.condition(),
                policy.onMissing(),
                policy.effect());
    }

    private static Policy unreadable(ComponentModel model) {
        return new Policy(
                model.getId(),
                String.valueOf(model.getName()),
                "This policy cannot be read.",
                false,
                Mode.ENFORCE,
                0,
                ResourceType.APPLICATION,
                new Targets(
                        true,
                        Targets.ALL.users(),
                        Targets.ALL.excludedUsers(),
                        Targets.ALL.groups(),
                        Targets.ALL.excludedGroups(),
                        Arrays.stream(ResourceType.values())
                                .map(type -> new Targets.Resource(type, Optional.empty()))
                                .toList()),
                Condition.ALWAYS,
                OnMissing.DEFAULT,
                new Effect.Deny(Optional.empty()));
    }
}
