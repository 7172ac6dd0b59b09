package dev.holdfast.access.realm;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings that demand a second factor are policies like any other, so that one evaluator decides and one explanation says
 * why. Their ids begin with a word that no component's id has.
 */
public final class BuiltInPolicies {
    public static final String PREFIX = "setting:";

    private static final List<Targets.Resource> EVERYTHING = Arrays.stream(ResourceType.values())
            .map(type -> new Targets.Resource(type, Optional.empty()))
            .toList();

    private BuiltInPolicies() {}

    public static List<Policy> of(AccessSettings settings) {
        List<Policy> policies = new ArrayList<>();
        if (settings.requireAdminMfa()) {
            policies.add(secondFactor(
                    AccessSettings.REQUIRE_ADMIN_MFA_KEY,
                    "Administrators need a second factor",
                    ResourceType.ADMIN_PORTAL,
                    Targets.ALL));
        }
        if (!settings.mfaGroups().isEmpty()) {
            boolean everybody = settings.mfaGroups().contains(AccessSettings.EVERYBODY);
            policies.add(secondFactor(
                    AccessSettings.MFA_GROUPS_KEY,
                    "Groups that need a second factor",
                    ResourceType.APPLICATION,
                    new Targets(
                            everybody,
                            Set.of(),
                            Set.of(),
                            everybody ? Set.of() : settings.mfaGroups(),
                            Set.of(),
                            EVERYTHING)));
        }
        return policies;
    }

    private static Policy secondFactor(String key, String name, ResourceType type, Targets targets) {
        return new Policy(
                PREFIX + key,
                name,
                "A setting of the realm.",
                false,
                Mode.ENFORCE,
                Integer.MAX_VALUE,
                type,
                targets,
                Condition.ALWAYS,
                OnMissing.DEFAULT,
                new Effect.Allow(new Obligations(true, Optional.empty(), UserVerification.NONE, SessionLimits.NONE)));
    }
}
