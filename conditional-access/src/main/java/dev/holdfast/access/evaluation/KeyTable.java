package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.Names;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bundles by the {@link Key keys} under which they are filed. A request has dozens of keys, most of which nothing lies under:
 * of these one bit tells it. Where a key's hash is found, and something under it may hold, the key itself is compared, unless
 * what lies there asks for it once more by itself.
 */
final class KeyTable {
    private static final int PLACE = 4;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int KEY = 3;

    /** So many bits for each key, nearly all of which stay empty. */
    private static final int BITS_EACH = 16;

    private final Pile pile;

    /** Of each place its key's hash, where what lies under it begins and ends, and where the key stands: side by side. */
    private final int[] places;

    private final int mask;
    private final int shift;

    /** A bit for the hash of each key that is here. */
    private final long[] present;

    private final int shiftOfBit;
    private final @Nullable Key[] keys;
    private final int kinds;
    private final String[] attributes;

    /**
     * What of a pile lies under a key.
     *
     * @param byConditions whether all of it is false of a request that has not the key
     */
    record Filed(Key key, int from, int to, boolean byConditions) {}

    /** @param filed each key once */
    KeyTable(Pile pile, List<Filed> filed) {
        this.pile = pile;
        // At least half of it stays empty, so that a search soon ends.
        int room = Integer.highestOneBit(Math.max(1, filed.size())) * 4 * PLACE;
        places = new int[room];
        mask = room - PLACE;
        shift = Integer.numberOfLeadingZeros(mask);
        int bits = Math.max(Long.SIZE, Integer.highestOneBit(Math.max(1, filed.size())) * BITS_EACH);
        present = new long[bits / Long.SIZE];
        shiftOfBit = Integer.numberOfLeadingZeros(bits - 1);
        keys = new Key[filed.size()];
        int kindBits = 0;
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < keys.length; i++) {
            Filed one = filed.get(i);
            keys[i] = one.byConditions() ? null : one.key();
            int hash = one.key().hash();
            int bit = hash >>> shiftOfBit;
            present[bit / Long.SIZE] |= 1L << bit;
            int at = place(hash);
            while (places[at] != 0) {
                at = next(at);
            }
            places[at] = hash;
            places[at + FROM] = one.from();
            places[at + TO] = one.to();
            places[at + KEY] = i;
            kindBits |= one.key().kind().bit();
            if (one.key().kind() == Key.Kind.ATTRIBUTE) {
                names.add(one.key().word());
            }
        }
        kinds = kindBits;
        attributes = names.toArray(String[]::new);
    }

    /** Adds what matches of that which lies under the request's keys. */
    void match(Request request, List<Match> matches) {
        Signals signals = request.signals();
        Person person = signals.person();
        if (has(Key.Kind.USER)) {
            match(Key.Kind.USER, person.id(), request, matches);
        }
        if (has(Key.Kind.USERNAME)) {
            match(Key.Kind.USERNAME, Named.username(person), request, matches);
        }
        if (has(Key.Kind.GROUP)) {
            match(Key.Kind.GROUP, person.groups(), request, matches);
        }
        if (has(Key.Kind.ROLE)) {
            match(Key.Kind.ROLE, person.roles(), request, matches);
        }
        if (has(Key.Kind.METHOD)) {
            for (Factor method : signals.methods()) {
                match(Key.Kind.METHOD, method.name(), request, matches);
            }
        }
        if (has(Key.Kind.COUNTRY)) {
            if (signals.place() instanceof Place.Located located) {
                match(Key.Kind.COUNTRY, located.country(), request, matches);
            } else if (signals.place() instanceof Place.Unknown) {
                match(Key.Kind.COUNTRY, Key.ANYWHERE.word(), request, matches);
            }
        }
        for (String attribute : attributes) {
            for (String value : person.attributes().getOrDefault(attribute, List.of())) {
                int hash = Key.hash(Key.Kind.ATTRIBUTE, attribute.hashCode(), value.hashCode());
                match(hash, Key.Kind.ATTRIBUTE, attribute, value, request, matches);
            }
        }
    }

    private boolean has(Key.Kind kind) {
        return (kinds & kind.bit()) != 0;
    }

    private void match(Key.Kind kind, Names names, Request request, List<Match> matches) {
        for (int i = 0; i < names.size(); i++) {
            int hash = Key.hash(kind, names.hash(i), 0);
            if (isPresent(hash)) {
                match(hash, kind, names.name(i), "", request, matches);
            }
        }
    }

    private void match(Key.Kind kind, String word, Request request, List<Match> matches) {
        match(Key.hash(kind, word.hashCode(), 0), kind, word, "", request, matches);
    }

    private void match(int hash, Key.Kind kind, String word, String value, Request request, List<Match> matches) {
        // The hash of a key is never zero, as an empty place is.
        for (int at = place(hash); places[at] != 0; at = next(at)) {
            if (places[at] == hash) {
                int to = places[at + TO];
                int first = pile.next(places[at + FROM], to, request);
                Key key = keys[places[at + KEY]];
                if (first < to && (key == null || key.is(kind, word, value))) {
                    pile.match(first, to, request, matches);
                }
            }
        }
    }

    private boolean isPresent(int hash) {
        int bit = hash >>> shiftOfBit;
        return (present[bit / Long.SIZE] & 1L << bit) != 0;
    }

    private int place(int hash) {
        return hash >>> shift & mask;
    }

    private int next(int place) {
        return place + PLACE & mask;
    }
}
