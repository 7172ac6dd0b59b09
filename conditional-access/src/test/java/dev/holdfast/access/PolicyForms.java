package dev.holdfast.access;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Policies and requests that tests change in the one thing they are about. */
public final class PolicyForms {
    public static final Effect ALLOW = new Effect.Allow(Obligations.NONE);
    public static final Effect DENY = new Effect.Deny(Optional.empty());
    public static final Effect MFA = mfa();

    /** A condition that is unknown in {@link Asked}'s signals as they begin. */
    public static final Condition UNKNOWN = new Condition.MfaConfigured(true);

    public static final Condition TRUE = Condition.ALWAYS;
    public static final Condition FALSE = new Condition.Not(Condition.ALWAYS);

    private PolicyForms() {}

    public static Effect mfa(String... factors) {
        return new Effect.Allow(new Obligations(
                true,
                factors.length == 0
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(factors).map(Factor::new).collect(Collectors.toSet())),
                UserVerification.NONE,
                SessionLimits.NONE));
    }

    public static Effect denySaying(String text) {
        return new Effect.Deny(Optional.of(new DenialMessage(text, List.of())));
    }

    /** The id that a user of this name has in tests, in the form of Keycloak's. */
    public static String idOf(String username) {
        return UUID.nameUUIDFromBytes(username.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A policy that is being described. */
    public static final class Draft {
        public String id;
        public boolean disabled;
        public Mode mode = Mode.ENFORCE;
        public int priority = 10;
        public ResourceType type = ResourceType.APPLICATION;
        public Targets targets = Targets.ALL;
        public Condition condition = Condition.ALWAYS;
        public OnMissing onMissing = OnMissing.DEFAULT;
        public Effect effect;

        public Draft(String id, Effect effect) {
            this.id = id;
            this.effect = effect;
        }

        public Draft when(Condition some) {
            condition = some;
            return this;
        }

        public Draft at(int some) {
            priority = some;
            return this;
        }

        public Draft to(Targets some) {
            targets = some;
            return this;
        }

        public Draft reporting() {
            mode = Mode.REPORT;
            return this;
        }

        public Draft disabled() {
            disabled = true;
            return this;
        }

        public Draft skipping() {
            onMissing = OnMissing.SKIP;
            return this;
        }

        public Draft of(ResourceType some) {
            type = some;
            return this;
        }

        public Policy policy() {
            return new Policy(
                    id, "name of " + id, "", disabled, mode, priority, type, targets, condition, onMissing, effect);
        }
    }

    public static Draft policy(String id, Effect effect) {
        return new Draft(id, effect);
    }

    /** A request that is being described: ada opens the application, and little is known of how. */
    public static final class Asked {
        public String username = "ada";
        public Set<String> groups = Set.of("/staff");
        public Set<String> roles = Set.of();
        public Map<String, List<String>> attributes = Map.of();
        public Optional<Boolean> mfaConfigured = Optional.empty();
        public ResourceType type = ResourceType.APPLICATION;
        public String client = "wiki";
        public Instant time = Instant.parse("2026-11-23T10:00:00Z");
        public Optional<IpAddress> address = Optional.empty();
        public Place place = Place.UNKNOWN;
        public DeviceSignal device = new DeviceSignal.None();
        public Set<Factor> methods = Set.of();
        public Optional<Risk> risk = Optional.empty();

        public Signals signals() {
            return new Signals(
                    new Person(idOf(username), username, groups, roles, attributes, mfaConfigured),
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
