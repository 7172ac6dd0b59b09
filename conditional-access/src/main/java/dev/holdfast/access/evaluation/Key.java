package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something that a request has, by which conditions are filed: a condition with keys is false of every request that has none
 * of them.
 *
 * @param word an id or name of a user, a group, a role, a factor's name, a country; or an attribute's name
 * @param value of an attribute; empty else
 */
record Key(Kind kind, String word, String value) {
    /** Which signal has it. */
    enum Kind {
        USER,
        USERNAME,
        GROUP,
        ROLE,
        METHOD,
        COUNTRY,
        ATTRIBUTE;

        int bit() {
            return 1 << ordinal();
        }
    }

    /** The country of a place that nobody can tell: any condition about countries may hold there. */
    static final Key ANYWHERE = new Key(Kind.COUNTRY, "", "");

    /** Never zero. */
    int hash() {
        return hash(kind, word.hashCode(), value.hashCode());
    }

    /**
     * The hash of a key of whose texts only hashes are at hand.
     *
     * @param word the hash of its word
     * @param value the hash of its value; 0 if it has none
     */
    static int hash(Kind kind, int word, int value) {
        // Spreads what differs in a few bits over all of them, most of all over the upper ones.
        return (31 * word + value + kind.ordinal()) * 0x9E3779B9 | 1;
    }

    boolean is(Kind other, String itsWord, String itsValue) {
        return kind == other && word.equals(itsWord) && value.equals(itsValue);
    }

    /** Empty if the condition may hold of a request whatever it has. */
    static Optional<Set<Key>> of(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().map(Key::of).flatMap(Optional::stream).min(Comparator.comparingInt(Set::size));
        } else if (condition instanceof Condition.Any any) {
            return anyOf(any.parts());
        } else if (condition instanceof Condition.Group group) {
            return keys(group.anyOf(), word -> new Key(Kind.GROUP, word, ""));
        } else if (condition instanceof Condition.Role role) {
            return keys(role.anyOf(), word -> new Key(Kind.ROLE, word, ""));
        } else if (condition instanceof Condition.AuthenticationMethod method) {
            return keys(method.anyOf(), word -> new Key(Kind.METHOD, word.toUpperCase(Locale.ROOT), ""));
        } else if (condition instanceof Condition.UserAttribute attribute
                && !attribute.values().isEmpty()) {
            return keys(attribute.values(), value -> new Key(Kind.ATTRIBUTE, attribute.name(), value));
        } else if (condition instanceof Condition.LocationIn in && isOfCountriesAlone(in)) {
            Set<Key> keys = new HashSet<>(Set.of(ANYWHERE));
            in.countries().forEach(country -> keys.add(new Key(Kind.COUNTRY, country.toUpperCase(Locale.ROOT), "")));
            return Optional.of(keys);
        }
        return Optional.empty();
    }

    private static boolean isOfCountriesAlone(Condition.LocationIn in) {
        return in.continents().isEmpty() && in.regions().isEmpty() && !in.unknown() && !in.privateNetwork();
    }

    /** Of no parts it holds, so that it has no keys. */
    private static Optional<Set<Key>> anyOf(List<Condition> parts) {
        List<Set<Key>> keys = parts.stream()
                .map(part -> of(part).orElse(null))
                .filter(Objects::nonNull)
                .toList();
        if (parts.isEmpty() || keys.size() < parts.size()) {
            return Optional.empty();
        }
        return Optional.of(keys.stream().flatMap(Set::stream).collect(Collectors.toSet()));
    }

    private static Optional<Set<Key>> keys(Set<String> words, Function<String, Key> key) {
        return Optional.of(words.stream().map(key).collect(Collectors.toSet()));
    }
}
