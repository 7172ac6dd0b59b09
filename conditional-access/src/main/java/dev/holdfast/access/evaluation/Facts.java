package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is quickly told of a request, as bits, and which of them a condition waits for: it is false of every request that has
 * none of those. Most policies are about what most requests are not, as a device that is not encrypted, and are passed over by
 * one look at a number.
 */
final class Facts {
    /** A condition that may hold whatever the request has. */
    static final long ANY = -1;

    /** Each of the device's is followed by that it is not so, and by that nobody knows. */
    private enum Fact {
        MANAGED,
        UNMANAGED,
        ENCRYPTED,
        UNENCRYPTED,
        ENCRYPTION_UNKNOWN,
        FIREWALL,
        NO_FIREWALL,
        FIREWALL_UNKNOWN,
        COMPLIANT,
        NOT_COMPLIANT,
        COMPLIANCE_UNKNOWN,
        MFA,
        NO_MFA,
        MFA_UNKNOWN,
        RISK_LOW,
        RISK_MEDIUM,
        RISK_HIGH,
        RISK_UNKNOWN,
        PRIVATE_NETWORK,
        PLACE_UNKNOWN;

        long bit() {
            return 1L << ordinal();
        }
    }

    /** Countries share what bits are left. */
    private static final int FIRST_COUNTRY = Fact.values().length;

    private static final long COUNTRIES = ANY << FIRST_COUNTRY;

    private Facts() {}

    /** The bits that a request has. */
    static long of(Signals signals) {
        return device(signals.device())
                | state(Fact.MFA, signals.person().mfaConfigured())
                | (signals.risk().isPresent() ? bit(signals.risk().get().level()) : Fact.RISK_UNKNOWN.bit())
                | place(signals.place());
    }

    /** The bits of which a request has one if the condition is true of it, or unknown. */
    static long neededBy(Condition condition) {
        return neededBy(condition, true);
    }

    /** @param holds false for the bits that its negation waits for */
    private static long neededBy(Condition condition, boolean holds) {
        if (condition instanceof Condition.All all) {
            return holds ? every(all.parts(), true) : some(all.parts(), false);
        } else if (condition instanceof Condition.Any any) {
            return holds ? some(any.parts(), true) : every(any.parts(), false);
        } else if (condition instanceof Condition.Not not) {
            return neededBy(not.part(), !holds);
        } else if (condition instanceof Condition.DeviceManaged managed) {
            return (managed.expected() == holds ? Fact.MANAGED : Fact.UNMANAGED).bit();
        } else if (condition instanceof Condition.DeviceEncrypted encrypted) {
            return either(Fact.ENCRYPTED, encrypted.expected() == holds);
        } else if (condition instanceof Condition.DeviceFirewall firewall) {
            return either(Fact.FIREWALL, firewall.expected() == holds);
        } else if (condition instanceof Condition.DeviceCompliant compliant) {
            return either(Fact.COMPLIANT, compliant.expected() == holds);
        } else if (condition instanceof Condition.MfaConfigured configured) {
            return either(Fact.MFA, configured.expected() == holds);
        } else if (condition instanceof Condition.Risk risk) {
            return risks(risk.atLeast(), holds);
        } else if (condition instanceof Condition.LocationIn in && holds) {
            return places(in);
        }
        return ANY;
    }

    /** All must hold, so that the one that waits for the least will do. */
    private static long every(List<Condition> parts, boolean holds) {
        return parts.stream()
                .map(part -> neededBy(part, holds))
                .min(Comparator.comparingInt(Long::bitCount))
                .orElse(ANY);
    }

    private static long some(List<Condition> parts, boolean holds) {
        return parts.stream()
                .map(part -> neededBy(part, holds))
                .reduce((one, other) -> one | other)
                .orElse(ANY);
    }

    private static long device(DeviceSignal signal) {
        if (signal instanceof DeviceSignal.Proven device) {
            return (device.managed() ? Fact.MANAGED : Fact.UNMANAGED).bit()
                    | state(Fact.ENCRYPTED, device.encrypted())
                    | state(Fact.FIREWALL, device.firewall())
                    | state(Fact.COMPLIANT, device.compliant());
        }
        return Fact.UNMANAGED.bit()
                | Fact.ENCRYPTION_UNKNOWN.bit()
                | Fact.FIREWALL_UNKNOWN.bit()
                | Fact.COMPLIANCE_UNKNOWN.bit();
    }

    /** One of three: that it is so, that it is not, that nobody knows. */
    private static long state(Fact fact, Optional<Boolean> known) {
        return fact.bit() << (known.isEmpty() ? 2 : known.get() ? 0 : 1);
    }

    private static long either(Fact fact, boolean expected) {
        return state(fact, Optional.of(expected)) | state(fact, Optional.empty());
    }

    private static long bit(RiskLevel level) {
        return Fact.RISK_LOW.bit() << level.ordinal();
    }

    private static long risks(RiskLevel least, boolean reached) {
        long bits = Fact.RISK_UNKNOWN.bit();
        for (RiskLevel level : RiskLevel.values()) {
            if (level.compareTo(least) >= 0 == reached) {
                bits |= bit(level);
            }
        }
        return bits;
    }

    private static long place(Place place) {
        if (place instanceof Place.Located located) {
            return country(located.country());
        }
        return (place instanceof Place.PrivateNetwork ? Fact.PRIVATE_NETWORK : Fact.PLACE_UNKNOWN).bit();
    }

    private static long places(Condition.LocationIn in) {
        long bits = Fact.PLACE_UNKNOWN.bit() | (in.privateNetwork() ? Fact.PRIVATE_NETWORK.bit() : 0);
        if (!in.continents().isEmpty() || !in.regions().isEmpty()) {
            return bits | COUNTRIES;
        }
        for (String country : in.countries()) {
            bits |= country(country.toUpperCase(Locale.ROOT));
        }
        return bits;
    }

    private static long country(String code) {
        return 1L << FIRST_COUNTRY + Math.floorMod(code.hashCode(), Long.SIZE - FIRST_COUNTRY);
    }
}
