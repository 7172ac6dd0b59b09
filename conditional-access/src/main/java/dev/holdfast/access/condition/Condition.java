package dev.holdfast.access.condition;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A policy's condition: a tree whose leaves each look at one signal. */
public sealed interface Condition {
    /** True of everything: the condition that is not there. */
    Condition ALWAYS = new All(List.of());

    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** Of no parts: matches, as an empty condition does. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Condition part) implements Condition {}

    /** @param lists ids of IP lists, or their names */
    record AddressIn(List<String> lists) implements Condition {
        public AddressIn {
            lists = List.copyOf(lists);
        }
    }

    /** In one of the countries, continents or regions; or, where the policy says so, not to be placed, or private. */
    record LocationIn(
            Set<String> countries, Set<String> continents, Set<String> regions, boolean unknown, boolean privateNetwork)
            implements Condition {
        public LocationIn {
            countries = Set.copyOf(countries);
            continents = Set.copyOf(continents);
            regions = Set.copyOf(regions);
        }
    }

    record DeviceManaged(boolean expected) implements Condition {}

    record DeviceEncrypted(boolean expected) implements Condition {}

    record DeviceFirewall(boolean expected) implements Condition {}

    record DeviceCompliant(boolean expected) implements Condition {}

    /** @param family as the device reports it, lower case: linux, macos, windows; @param minVersion dotted numbers */
    record DeviceOs(String family, Optional<String> minVersion) implements Condition {}

    /** The screen locks by itself after at most so many minutes. */
    record DeviceScreenLock(int maxMinutes) implements Condition {}

    /** @param atLeast software, hardware or attested */
    record DeviceAssurance(String atLeast) implements Condition {}

    /** The last report of the device's condition is at most so old. */
    record DevicePostureAge(int maxMinutes) implements Condition {}

    /** The attribute has one of the values; without values: it is set. */
    record UserAttribute(String name, Set<String> values) implements Condition {
        public UserAttribute {
            values = Set.copyOf(values);
        }
    }

    /** Any of them: a realm role by its name, a client role as {@code client/role}; composites count. */
    record Role(Set<String> anyOf) implements Condition {
        public Role {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** Any of them, by id or path; members of groups below count. */
    record Group(Set<String> anyOf) implements Condition {
        public Group {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** Any of them was used in this sign-in or session, by a factor's name. */
    record AuthenticationMethod(Set<String> anyOf) implements Condition {
        public AuthenticationMethod {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** @param from inclusive; @param to exclusive; an end before the beginning lies on the next day */
    record TimeOfDay(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) implements Condition {
        public TimeOfDay {
            days = Set.copyOf(days);
        }
    }

    record Risk(RiskLevel atLeast) implements Condition {}

    /** The user has a factor beside the password. */
    record MfaConfigured(boolean expected) implements Condition {}
}
