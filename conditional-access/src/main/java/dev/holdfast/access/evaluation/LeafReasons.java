package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.explanation.Reason;
import dev.holdfast.access.explanation.ReasonCode;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what a leaf saw. */
final class LeafReasons {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEEE HH:mm", Locale.ENGLISH);

    private final Signals signals;
    private final Map<String, AddressSet> ipLists;

    LeafReasons(Signals signals, Map<String, AddressSet> ipLists) {
        this.signals = signals;
        this.ipLists = ipLists;
    }

    Reason of(Condition leaf) {
        if (leaf instanceof Condition.AddressIn in) {
            return address(in);
        } else if (leaf instanceof Condition.LocationIn in) {
            return place(in);
        } else if (leaf instanceof Condition.UserAttribute attribute) {
            return attribute(attribute);
        } else if (leaf instanceof Condition.Role role) {
            return Explainer.firstOfBoth(role.anyOf(), signals.person().roles())
                    .map(held -> Reason.of(ReasonCode.ROLE_HELD, "role", held))
                    .orElseGet(() -> Reason.of(ReasonCode.ROLE_NOT_HELD, "wanted", list(role.anyOf())));
        } else if (leaf instanceof Condition.Group group) {
            return Explainer.firstOfBoth(group.anyOf(), signals.person().groups())
                    .map(held -> Reason.of(ReasonCode.GROUP_MEMBER, "group", held))
                    .orElseGet(() -> Reason.of(ReasonCode.GROUP_NOT_MEMBER, "wanted", list(group.anyOf())));
        } else if (leaf instanceof Condition.MfaConfigured) {
            return Reason.of(signals.person()
                    .mfaConfigured()
                    .map(has -> has ? ReasonCode.MFA_CONFIGURED : ReasonCode.MFA_NOT_CONFIGURED)
                    .orElse(ReasonCode.MFA_UNKNOWN));
        } else if (leaf instanceof Condition.AuthenticationMethod method) {
            return method(method);
        } else if (leaf instanceof Condition.TimeOfDay time) {
            return time(time);
        } else if (leaf instanceof Condition.Risk risk) {
            return risk(risk);
        }
        return signals.device() instanceof DeviceSignal.Proven device
                ? device(leaf, device)
                : Reason.of(ReasonCode.NO_DEVICE);
    }

    private Reason address(Condition.AddressIn in) {
        if (signals.address().isEmpty()) {
            return Reason.of(ReasonCode.ADDRESS_UNKNOWN);
        }
        IpAddress address = signals.address().get();
        List<String> missing = new ArrayList<>();
        for (String name : in.lists()) {
            AddressSet list = ipLists.get(name);
            if (list == null) {
                missing.add(name);
            } else if (list.contains(address)) {
                return Reason.of(ReasonCode.ADDRESS_LISTED, "address", address.toString(), "list", name);
            }
        }
        return missing.isEmpty()
                ? Reason.of(
                        ReasonCode.ADDRESS_NOT_LISTED,
                        "address",
                        address.toString(),
                        "lists",
                        String.join(", ", in.lists()))
                : Reason.of(
                        ReasonCode.LIST_MISSING, "address", address.toString(), "missing", String.join(", ", missing));
    }

    private Reason place(Condition.LocationIn in) {
        if (signals.place() instanceof Place.PrivateNetwork) {
            return Reason.of(ReasonCode.PLACE_PRIVATE);
        }
        if (!(signals.place() instanceof Place.Located place)) {
            return Reason.of(ReasonCode.PLACE_UNKNOWN);
        }
        List<String> wanted = new ArrayList<>(new TreeSet<>(in.countries()));
        wanted.addAll(new TreeSet<>(in.continents()));
        wanted.addAll(new TreeSet<>(in.regions()));
        if (in.unknown()) {
            wanted.add("unknown");
        }
        if (in.privateNetwork()) {
            wanted.add("private");
        }
        List<String> seen = new ArrayList<>(List.of(place.region().orElse(place.country())));
        place.city().ifPresent(seen::add);
        place.continent().ifPresent(seen::add);
        return Reason.of(ReasonCode.PLACE_SEEN, "place", String.join(", ", seen), "wanted", String.join(", ", wanted));
    }

    private Reason device(Condition leaf, DeviceSignal.Proven device) {
        if (leaf instanceof Condition.DeviceManaged) {
            return Reason.of(
                    ReasonCode.DEVICE_SEEN, "device", device.id(), "managed", String.valueOf(device.managed()));
        } else if (leaf instanceof Condition.DeviceAssurance assurance) {
            return Reason.of(ReasonCode.ASSURANCE_SEEN, "assurance", device.assurance(), "wanted", assurance.atLeast());
        } else if (leaf instanceof Condition.DeviceEncrypted encrypted) {
            return fact("encrypted", device.encrypted(), encrypted.expected());
        } else if (leaf instanceof Condition.DeviceFirewall firewall) {
            return fact("firewall", device.firewall(), firewall.expected());
        } else if (leaf instanceof Condition.DeviceCompliant compliant) {
            return fact("compliant", device.compliant(), compliant.expected());
        } else if (leaf instanceof Condition.DeviceScreenLock lock) {
            return fact("screen_lock_minutes", device.screenLockMinutes(), lock.maxMinutes());
        } else if (leaf instanceof Condition.DeviceOs os) {
            return fact(
                    "os",
                    device.osFamily()
                            .map(family -> device.osVersion()
                                    .map(version -> family + " " + version)
                                    .orElse(family)),
                    os.minVersion().map(version -> os.family() + " " + version).orElse(os.family()));
        } else if (leaf instanceof Condition.DevicePostureAge age) {
            return device.reportedAt()
                    .map(at -> Reason.of(
                            ReasonCode.REPORT_AGE,
                            "minutes",
                            String.valueOf(Duration.between(at, signals.time()).toMinutes()),
                            "wanted",
                            String.valueOf(age.maxMinutes())))
                    .orElseGet(() -> Reason.of(ReasonCode.FACT_NOT_REPORTED, "fact", "report"));
        }
        throw new AssertionError("Condition is sealed; the leaves that are about no device were asked before");
    }

    private static Reason fact(String name, Optional<?> reported, Object wanted) {
        return reported.map(value -> Reason.of(
                        ReasonCode.FACT_REPORTED,
                        "fact",
                        name,
                        "value",
                        String.valueOf(value),
                        "wanted",
                        String.valueOf(wanted)))
                .orElseGet(() -> Reason.of(ReasonCode.FACT_NOT_REPORTED, "fact", name));
    }

    private Reason attribute(Condition.UserAttribute attribute) {
        List<String> values = signals.person().attributes().getOrDefault(attribute.name(), List.of());
        if (values.isEmpty()) {
            return Reason.of(ReasonCode.ATTRIBUTE_MISSING, "attribute", attribute.name());
        }
        return Reason.of(
                ReasonCode.ATTRIBUTE_SEEN,
                "attribute",
                attribute.name(),
                "value",
                String.join(", ", values),
                "wanted",
                attribute.values().isEmpty() ? "*" : list(attribute.values()));
    }

    private Reason method(Condition.AuthenticationMethod method) {
        Set<String> used = signals.methods().stream().map(Factor::name).collect(Collectors.toSet());
        return Explainer.firstOfBoth(method.anyOf(), used)
                .map(one -> Reason.of(ReasonCode.METHOD_USED, "method", one))
                .orElseGet(() ->
                        Reason.of(ReasonCode.METHOD_NOT_USED, "wanted", list(method.anyOf()), "methods", list(used)));
    }

    private Reason time(Condition.TimeOfDay time) {
        ZonedDateTime now = signals.time().atZone(time.zone());
        String days = new TreeSet<>(time.days())
                .stream().map(day -> day.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        return Reason.of(
                ReasonCode.TIME_SEEN,
                "time",
                TIME.format(now),
                "zone",
                time.zone().getId(),
                "wanted",
                (days.isEmpty() ? "" : days + " ") + time.from() + "–" + time.to());
    }

    private Reason risk(Condition.Risk risk) {
        String wanted = risk.atLeast().name().toLowerCase(Locale.ROOT);
        return signals.risk()
                .map(seen -> Reason.of(
                        ReasonCode.RISK_SEEN,
                        "level",
                        seen.level().name().toLowerCase(Locale.ROOT),
                        "facts",
                        seen.facts().isEmpty()
                                ? "none"
                                : seen.facts().stream().map(Risk.Fact::name).collect(Collectors.joining(", ")),
                        "wanted",
                        wanted))
                .orElseGet(() -> Reason.of(ReasonCode.RISK_UNKNOWN));
    }

    private static String list(Collection<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", new TreeSet<>(words));
    }
}
