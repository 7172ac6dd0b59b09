package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.Names;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bundles by the {@link Key keys} under which they are filed. A request has dozens of keys, most of which nothing lies under:
 * their hashes are looked for in one small array, and only where one is found, and something under it may hold, the key itself
 * is compared.
 */
final class KeyTable {
    private static final int PLACE = 4;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int KEY = 3;

    private final Pile pile;

    /** Of each place its key's hash, where what lies under it begins and ends, and where the key stands: side by side. */
    private final int[] places;

    private final int mask;
    private final int shift;
    private final Key[] keys;
    private final int kinds;
    private final String[] attributes;

    /** What of a pile lies under a key. */
    record Filed(Key key, int from, int to) {}

    /** @param filed each key once */
    KeyTable(Pile pile, List<Filed> filed) {
        this.pile = pile;
        // At least half of it stays empty, so that a search soon ends.
        int room = Integer.highestOneBit(Math.max(1, filed.size())) * 4 * PLACE;
        places = new int[room];
        mask = room - PLACE;
        shift = Integer.numberOfLeadingZeros(mask);
        keys = new Key[filed.size()];
        int bits = 0;
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < keys.length; i++) {
            Filed one = filed.get(i);
            keys[i] = one.key();
            int at = place(one.key().hash());
            while (places[at] != 0) {
                at = next(at);
            }
            places[at] = one.key().hash();
            places[at + FROM] = one.from();
            places[at + TO] = one.to();
            places[at + KEY] = i;
            bits |= one.key().kind().bit();
            if (one.key().kind() == Key.Kind.ATTRIBUTE) {
                names.add(one.key().word());
            }
        }
        kinds = bits;
        attributes = names.toArray(String[]::new);
    }

    /** Adds what matches of that which lies under the request's keys. */
    void match(Request request, List<Rule.Match> matches) {
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

    private void match(Key.Kind kind, Names names, Request request, List<Rule.Match> matches) {
        for (int i = 0; i < names.size(); i++) {
            int hash = Key.hash(kind, names.hash(i), 0);
            if (places[place(hash)] != 0) {
                match(hash, kind, names.name(i), "", request, matches);
            }
        }
    }

    private void match(Key.Kind kind, String word, Request request, List<Rule.Match> matches) {
        match(Key.hash(kind, word.hashCode(), 0), kind, word, "", request, matches);
    }

    private void match(int hash, Key.Kind kind, String word, String value, Request request, List<Rule.Match> matches) {
        // The hash of a key is never zero, as an empty place is.
        for (int at = place(hash); places[at] != 0; at = next(at)) {
            if (places[at] == hash) {
                int to = places[at + TO];
                int first = pile.next(places[at + FROM], to, request);
                if (first < to && keys[places[at + KEY]].is(kind, word, value)) {
                    pile.match(first, to, request, matches);
                    return;
                }
            }
        }
    }

    private int place(int hash) {
        return hash >>> shift & mask;
    }

    private int next(int place) {
        return place + PLACE & mask;
    }
}
