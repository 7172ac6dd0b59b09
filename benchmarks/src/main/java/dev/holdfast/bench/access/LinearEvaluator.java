package dev.holdfast.bench.access;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one would write first: a loop over all policies that walks their conditions. Finds those that match. */
final class LinearEvaluator {
    private final List<Policy> policies;
    private final Map<String, AddressSet> lists;

    LinearEvaluator(List<Policy> policies, Map<String, AddressSet> lists) {
        this.policies = policies;
        this.lists = lists;
    }

    List<Policy> matching(Signals signals) {
        List<Policy> matching = new ArrayList<>();
        for (Policy policy : policies) {
            if (isAbout(policy, signals) && value(policy.condition(), signals) != Truth.FALSE) {
                matching.add(policy);
            }
        }
        return matching;
    }

    private static boolean isAbout(Policy policy, Signals signals) {
        Targets targets = policy.targets();
        if (targets.resources().isEmpty()) {
            if (policy.type() != signals.type()) {
                return false;
            }
        } else if (targets.resources().stream()
                .noneMatch(one -> one.type() == signals.type()
                        && one.clientId().map(signals.clientId()::equals).orElse(true))) {
            return false;
        }
        boolean included = targets.everybody()
                || targets.users().contains(signals.person().id())
                || targets.users().contains(signals.person().username())
                || !Collections.disjoint(targets.groups(), signals.person().groups());
        return included
                && !targets.excludedUsers().contains(signals.person().username())
                && Collections.disjoint(
                        targets.excludedGroups(), signals.person().groups());
    }

    private Truth value(Condition condition, Signals signals) {
        if (condition instanceof Condition.All all) {
            Truth value = Truth.TRUE;
            for (Condition part : all.parts()) {
                value = value.and(value(part, signals));
                if (value == Truth.FALSE) {
                    return value;
                }
            }
            return value;
        } else if (condition instanceof Condition.Any any) {
            Truth value = Truth.FALSE;
            for (Condition part : any.parts()) {
                value = value.or(value(part, signals));
                if (value == Truth.TRUE) {
                    return value;
                }
            }
            return value;
        } else if (condition instanceof Condition.Not not) {
            return value(not.part(), signals).not();
        } else if (condition instanceof Condition.AddressIn in) {
            return Truth.of(in.lists().stream()
                    .anyMatch(name -> Optional.ofNullable(lists.get(name))
                            .map(list -> list.contains(signals.address().orElseThrow()))
                            .orElse(false)));
        } else if (condition instanceof Condition.LocationIn in) {
            return Truth.of(signals.place() instanceof Place.Located located
                    && in.countries().contains(located.country()));
        } else if (condition instanceof Condition.Role role) {
            return Truth.of(!Collections.disjoint(role.anyOf(), signals.person().roles()));
        } else if (condition instanceof Condition.Group group) {
            return Truth.of(
                    !Collections.disjoint(group.anyOf(), signals.person().groups()));
        } else if (condition instanceof Condition.UserAttribute attribute) {
            return Truth.of(!Collections.disjoint(
                    attribute.values(), signals.person().attributes().getOrDefault(attribute.name(), List.of())));
        } else if (condition instanceof Condition.TimeOfDay time) {
            ZonedDateTime now = signals.time().atZone(time.zone());
            LocalTime clock = now.toLocalTime();
            return Truth.of(time.days().contains(now.getDayOfWeek())
                    && !clock.isBefore(time.from())
                    && clock.isBefore(time.to()));
        } else if (condition instanceof Condition.Risk risk) {
            return Truth.of(signals.risk().orElseThrow().level().compareTo(risk.atLeast()) >= 0);
        }
        return signals.device() instanceof DeviceSignal.Proven device ? device(condition, device) : Truth.UNKNOWN;
    }

    private static Truth device(Condition condition, DeviceSignal.Proven device) {
        if (condition instanceof Condition.DeviceManaged managed) {
            return Truth.of(device.managed() == managed.expected());
        } else if (condition instanceof Condition.DeviceCompliant compliant) {
            return fact(device.compliant(), compliant.expected());
        } else if (condition instanceof Condition.DeviceEncrypted encrypted) {
            return fact(device.encrypted(), encrypted.expected());
        } else if (condition instanceof Condition.DeviceFirewall firewall) {
            return fact(device.firewall(), firewall.expected());
        } else if (condition instanceof Condition.DeviceOs os) {
            if (!device.osFamily().orElse("").equals(os.family())) {
                return Truth.FALSE;
            }
            String[] has = device.osVersion().orElse("").split("\\.", -1);
            String[] least = os.minVersion().orElse("").split("\\.", -1);
            for (int i = 0; i < Math.min(has.length, least.length); i++) {
                int difference = Integer.compare(Integer.parseInt(has[i]), Integer.parseInt(least[i]));
                if (difference != 0) {
                    return Truth.of(difference > 0);
                }
            }
            return Truth.of(has.length >= least.length);
        }
        throw new IllegalArgumentException("No policy of this world has " + condition);
    }

    private static Truth fact(Optional<Boolean> fact, boolean expected) {
        return fact.map(value -> Truth.of(value == expected)).orElse(Truth.UNKNOWN);
    }
}
