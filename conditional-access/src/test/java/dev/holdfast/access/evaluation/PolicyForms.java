package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Policies and requests that tests change in the one thing they are about. */
final class PolicyForms {
    static final Effect ALLOW = new Effect.Allow(Obligations.NONE);
    static final Effect DENY = new Effect.Deny(Optional.empty());
    static final Effect MFA = mfa();

    /** A condition that is unknown in {@link Request}'s signals as they begin. */
    static final Condition UNKNOWN = new Condition.MfaConfigured(true);

    static final Condition TRUE = Condition.ALWAYS;
    static final Condition FALSE = new Condition.Not(Condition.ALWAYS);

    private PolicyForms() {}

    static Effect mfa(String... factors) {
        return new Effect.Allow(new Obligations(
                true,
                factors.length == 0
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(factors).map(Factor::new).collect(Collectors.toSet())),
                UserVerification.NONE,
                SessionLimits.NONE));
    }

    static Effect denySaying(String text) {
        return new Effect.Deny(Optional.of(new DenialMessage(text, List.of())));
    }

    /** A policy that is being described. */
    static final class Draft {
        String id;
        boolean disabled;
        Mode mode = Mode.ENFORCE;
        int priority = 10;
        ResourceType type = ResourceType.APPLICATION;
        Targets targets = Targets.ALL;
        Condition condition = Condition.ALWAYS;
        OnMissing onMissing = OnMissing.DEFAULT;
        Effect effect;

        Draft(String id, Effect effect) {
            this.id = id;
            this.effect = effect;
        }

        Draft when(Condition some) {
            condition = some;
            return this;
        }

        Draft at(int some) {
            priority = some;
            return this;
        }

        Draft to(Targets some) {
            targets = some;
            return this;
        }

        Draft reporting() {
            mode = Mode.REPORT;
            return this;
        }

        Draft disabled() {
            disabled = true;
            return this;
        }

        Draft skipping() {
            onMissing = OnMissing.SKIP;
            return this;
        }

        Draft of(ResourceType some) {
            type = some;
            return this;
        }

        Policy policy() {
            return new Policy(
                    id, "name of " + id, "", disabled, mode, priority, type, targets, condition, onMissing, effect);
        }
    }

    static Draft policy(String id, Effect effect) {
        return new Draft(id, effect);
    }

    /** A request that is being described: ada opens the application, and little is known of how. */
    static final class Asked {
        String username = "ada";
        Set<String> groups = Set.of("/staff");
        Set<String> roles = Set.of();
        Map<String, List<String>> attributes = Map.of();
        Optional<Boolean> mfaConfigured = Optional.empty();
        ResourceType type = ResourceType.APPLICATION;
        String client = "wiki";
        Instant time = Instant.parse("2026-11-23T10:00:00Z");
        Optional<IpAddress> address = Optional.empty();
        Place place = Place.UNKNOWN;
        DeviceSignal device = new DeviceSignal.None();
        Set<Factor> methods = Set.of();
        Optional<Risk> risk = Optional.empty();

        Signals signals() {
            return new Signals(
                    new Person("id-of-" + username, username, groups, roles, attributes, mfaConfigured),
                    type,
                    client,
                    time,
                    address,
                    place,
                    device,
                    methods,
                    risk);
        }
    }
}
