package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of docs/conditional-access.md written down once more, one after the other, with no thought of speed. Shares no
 * code with what it is compared to.
 */
final class ReferenceEvaluator {
    private final List<Policy> policies;
    private final Map<String, List<AddressRange>> lists;
    private final Effect defaultEffect;

    ReferenceEvaluator(List<Policy> policies, Map<String, List<AddressRange>> lists, Effect defaultEffect) {
        this.policies = policies;
        this.lists = lists;
        this.defaultEffect = defaultEffect;
    }

    Decision decide(Signals signals) {
        List<Applied> matching = policies.stream()
                .filter(policy -> !policy.disabled() && isTargeted(policy, signals))
                .map(policy -> new Applied(policy, value(policy.condition(), signals)))
                .filter(ReferenceEvaluator::matches)
                .sorted(Comparator.comparing((Applied one) -> strength(one.policy()))
                        .thenComparing(one -> one.policy().priority())
                        .thenComparing(one -> one.policy().id()))
                .toList();
        List<Applied> enforced = matching.stream()
                .filter(one -> one.policy().mode() == Mode.ENFORCE)
                .toList();
        List<Applied> reported = matching.stream()
                .filter(one -> one.policy().mode() == Mode.REPORT)
                .toList();

        // Deny wins; the first one gives the message.
        for (Applied one : enforced) {
            if (one.policy().effect() instanceof Effect.Deny deny) {
                return new Decision.Deny(deny.message(), enforced, reported);
            }
        }
        // Only a true condition grants; else the default decides.
        boolean granted = enforced.stream().anyMatch(one -> one.value() == Truth.TRUE);
        if (!granted && defaultEffect instanceof Effect.Deny deny) {
            return new Decision.Deny(deny.message(), enforced, reported);
        }
        List<Effect.Allow> allowing = new ArrayList<>(enforced.stream()
                .sorted(Comparator.comparing((Applied one) -> one.policy().priority())
                        .thenComparing(one -> one.policy().id()))
                .map(one -> (Effect.Allow) one.policy().effect())
                .toList());
        if (!granted) {
            allowing.add((Effect.Allow) defaultEffect);
        }
        List<Obligations> obligations =
                allowing.stream().map(Effect.Allow::obligations).toList();
        boolean mfa = obligations.stream().anyMatch(Obligations::mfa);
        UserVerification verification = obligations.stream()
                .map(Obligations::userVerification)
                .max(Comparator.naturalOrder())
                .orElse(UserVerification.NONE);
        SessionLimits session = new SessionLimits(
                shortest(obligations.stream().map(one -> one.session().maxAge())),
                shortest(obligations.stream().map(one -> one.session().lifetime())));
        if (!mfa && verification != UserVerification.REQUIRED) {
            return new Decision.Allow(session, enforced, reported);
        }
        List<Set<Factor>> factorLists =
                obligations.stream().flatMap(one -> one.factors().stream()).toList();
        Optional<Set<Factor>> factors = factorLists.isEmpty()
                ? Optional.empty()
                : Optional.of(factorLists.get(0).stream()
                        .filter(factor -> factorLists.stream().allMatch(list -> list.contains(factor)))
                        .collect(Collectors.toSet()));
        Optional<DenialMessage> message = allowing.stream()
                .filter(one -> one.obligations().mfa()
                        || one.obligations().userVerification() == UserVerification.REQUIRED
                        || one.obligations().factors().isPresent())
                .flatMap(one -> one.message().stream())
                .findFirst();
        return factors.isPresent() && factors.get().isEmpty()
                ? new Decision.Deny(message, enforced, reported)
                : new Decision.Require(mfa, factors, verification, session, message, enforced, reported);
    }

    private static Optional<Duration> shortest(Stream<Optional<Duration>> some) {
        return some.flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private static int strength(Policy policy) {
        if (policy.effect() instanceof Effect.Allow allow) {
            Obligations obligations = allow.obligations();
            return obligations.mfa() || obligations.userVerification() == UserVerification.REQUIRED ? 1 : 2;
        }
        return 0;
    }

    /** A denial matches on unknown too, and so do obligations; a bare permission does not. */
    private static boolean matches(Applied one) {
        if (one.value() == Truth.UNKNOWN) {
            boolean bare = one.policy().effect() instanceof Effect.Allow allow
                    && allow.obligations().equals(Obligations.NONE);
            return one.policy().onMissing() == OnMissing.DEFAULT && !bare;
        }
        return one.value() == Truth.TRUE;
    }

    private static boolean isTargeted(Policy policy, Signals signals) {
        Targets targets = policy.targets();
        boolean resource = targets.resources().isEmpty()
                ? policy.type() == signals.type()
                : targets.resources().stream()
                        .anyMatch(one -> one.type() == signals.type()
                                && (one.clientId().isEmpty()
                                        || one.clientId().get().equals(signals.clientId())));
        Person person = signals.person();
        boolean included = targets.everybody()
                || isNamed(targets.users(), person)
                || person.groups().stream().anyMatch(targets.groups()::contains);
        boolean excluded = isNamed(targets.excludedUsers(), person)
                || person.groups().stream().anyMatch(targets.excludedGroups()::contains);
        return resource && included && !excluded;
    }

    private static boolean isNamed(Set<String> users, Person person) {
        return users.stream()
                .anyMatch(user -> user.split("-", -1).length == 5 || user.startsWith("f:")
                        ? user.equals(person.id())
                        : user.equalsIgnoreCase(person.username()));
    }

    private Truth value(Condition condition, Signals signals) {
        if (condition instanceof Condition.All all) {
            List<Truth> values =
                    all.parts().stream().map(part -> value(part, signals)).toList();
            return values.contains(Truth.FALSE)
                    ? Truth.FALSE
                    : values.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.TRUE;
        }
        if (condition instanceof Condition.Any any) {
            List<Truth> values =
                    any.parts().stream().map(part -> value(part, signals)).toList();
            return values.contains(Truth.TRUE) || values.isEmpty()
                    ? Truth.TRUE
                    : values.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.FALSE;
        }
        if (condition instanceof Condition.Not not) {
            Truth part = value(not.part(), signals);
            return part == Truth.UNKNOWN ? part : truth(part == Truth.FALSE);
        }
        Optional<Boolean> known = leaf(condition, signals);
        return known.isEmpty() ? Truth.UNKNOWN : truth(known.get());
    }

    private static Truth truth(boolean value) {
        return value ? Truth.TRUE : Truth.FALSE;
    }

    /** Empty where it is not known. */
    private Optional<Boolean> leaf(Condition leaf, Signals signals) {
        Optional<DeviceSignal.Proven> device =
                signals.device() instanceof DeviceSignal.Proven proven ? Optional.of(proven) : Optional.empty();
        Person person = signals.person();
        if (leaf instanceof Condition.AddressIn in) {
            if (signals.address().isEmpty()) {
                return Optional.empty();
            }
            IpAddress address = signals.address().get();
            boolean found = in.lists().stream()
                    .flatMap(list -> lists.getOrDefault(list, List.of()).stream())
                    .anyMatch(range -> range.first().isIpv4() == address.isIpv4()
                            && range.first().compareTo(address) <= 0
                            && address.compareTo(range.last()) <= 0);
            return !found && !lists.keySet().containsAll(in.lists()) ? Optional.empty() : Optional.of(found);
        } else if (leaf instanceof Condition.LocationIn in) {
            return location(in, signals.place());
        } else if (leaf instanceof Condition.DeviceManaged is) {
            return Optional.of(device.map(DeviceSignal.Proven::managed).orElse(false) == is.expected());
        } else if (leaf instanceof Condition.DeviceAssurance assurance) {
            List<String> order = List.of("software", "hardware", "attested");
            return device.isEmpty()
                    ? Optional.of(false)
                    : order.contains(device.get().assurance())
                            ? Optional.of(order.indexOf(device.get().assurance()) >= order.indexOf(assurance.atLeast()))
                            : Optional.empty();
        } else if (leaf instanceof Condition.DeviceEncrypted is) {
            return device.flatMap(DeviceSignal.Proven::encrypted).map(value -> value == is.expected());
        } else if (leaf instanceof Condition.DeviceFirewall is) {
            return device.flatMap(DeviceSignal.Proven::firewall).map(value -> value == is.expected());
        } else if (leaf instanceof Condition.DeviceCompliant is) {
            return device.flatMap(DeviceSignal.Proven::compliant).map(value -> value == is.expected());
        } else if (leaf instanceof Condition.DeviceScreenLock lock) {
            return device.flatMap(DeviceSignal.Proven::screenLockMinutes).map(value -> value <= lock.maxMinutes());
        } else if (leaf instanceof Condition.DevicePostureAge age) {
            return device.flatMap(DeviceSignal.Proven::reportedAt)
                    .map(at ->
                            Duration.between(at, signals.time()).compareTo(Duration.ofMinutes(age.maxMinutes())) <= 0);
        } else if (leaf instanceof Condition.DeviceOs os) {
            return os(os, device);
        } else if (leaf instanceof Condition.UserAttribute attribute) {
            List<String> values = person.attributes().getOrDefault(attribute.name(), List.of());
            return Optional.of(
                    attribute.values().isEmpty()
                            ? !values.isEmpty()
                            : values.stream().anyMatch(attribute.values()::contains));
        } else if (leaf instanceof Condition.Role role) {
            return Optional.of(role.anyOf().stream().anyMatch(person.roles()::contains));
        } else if (leaf instanceof Condition.Group group) {
            return Optional.of(group.anyOf().stream().anyMatch(person.groups()::contains));
        } else if (leaf instanceof Condition.MfaConfigured is) {
            return person.mfaConfigured().map(value -> value == is.expected());
        } else if (leaf instanceof Condition.AuthenticationMethod method) {
            return Optional.of(
                    signals.methods().stream().anyMatch(used -> method.anyOf().contains(used.name())));
        } else if (leaf instanceof Condition.TimeOfDay time) {
            return Optional.of(time(time, LocalDateTime.ofInstant(signals.time(), time.zone())));
        }
        Condition.Risk risk = (Condition.Risk) leaf;
        return signals.risk()
                .map(seen -> seen.level().ordinal() >= risk.atLeast().ordinal());
    }

    private static Optional<Boolean> location(Condition.LocationIn in, Place place) {
        if (place instanceof Place.PrivateNetwork) {
            return Optional.of(in.privateNetwork());
        }
        if (place instanceof Place.Unknown) {
            if (in.unknown()) {
                return Optional.of(true);
            }
            boolean asksForPlaces = in.countries().size()
                            + in.continents().size()
                            + in.regions().size()
                    > 0;
            return asksForPlaces ? Optional.empty() : Optional.of(false);
        }
        Place.Located here = (Place.Located) place;
        if (in.countries().contains(here.country())
                || here.continent().filter(in.continents()::contains).isPresent()
                || here.region().filter(in.regions()::contains).isPresent()) {
            return Optional.of(true);
        }
        boolean mayBe = here.continent().isEmpty() && !in.continents().isEmpty()
                || here.region().isEmpty()
                        && in.regions().stream().anyMatch(region -> region.startsWith(here.country() + "-"));
        return mayBe ? Optional.empty() : Optional.of(false);
    }

    private static Optional<Boolean> os(Condition.DeviceOs os, Optional<DeviceSignal.Proven> device) {
        Optional<String> family = device.flatMap(DeviceSignal.Proven::osFamily);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        if (!family.get().equals(os.family())) {
            return Optional.of(false);
        }
        if (os.minVersion().isEmpty()) {
            return Optional.of(true);
        }
        return device.flatMap(DeviceSignal.Proven::osVersion)
                .filter(version -> version.matches("[0-9].*"))
                .map(version ->
                        compare(numbers(version), numbers(os.minVersion().get())) >= 0);
    }

    private static List<Integer> numbers(String version) {
        return Stream.of(version.split("[^0-9.]")[0].split("\\."))
                .map(Integer::valueOf)
                .toList();
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int difference = (i < one.size() ? one.get(i) : 0) - (i < other.size() ? other.get(i) : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** Finds the last beginning of a window, and asks whether it still lasts. */
    private static boolean time(Condition.TimeOfDay time, LocalDateTime now) {
        LocalDateTime begin = now.toLocalDate().atTime(time.from());
        if (begin.isAfter(now)) {
            begin = begin.minusDays(1);
        }
        LocalDateTime end = begin.toLocalDate().atTime(time.to());
        if (!end.isAfter(begin)) {
            end = end.plusDays(1);
        }
        boolean onDay = time.days().isEmpty() || time.days().contains(begin.getDayOfWeek());
        return onDay && now.isBefore(end);
    }
}
