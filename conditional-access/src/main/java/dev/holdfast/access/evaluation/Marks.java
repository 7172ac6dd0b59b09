package dev.holdfast.access.evaluation;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.Names;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.Optional;
import java.util.Set;

/**
 * Keys as bits, one of {@value #BITS} each, by their hash. A request that has no bit of a condition's keys has none of the
 * keys; that it has a bit says nothing, since keys share them.
 */
final class Marks {
    /** What a condition wants that may hold whatever the request has. */
    static final long ANY = 0;

    private static final int BITS = 512;
    private static final int BITS_OF_BIT = 9;
    private static final int LANES = 4;

    /** Each request has it, so that a condition which waits for no key is never passed over. */
    private static final int ALWAYS = 0;

    private final long[] bits = new long[BITS / Long.SIZE];

    private Marks() {
        set(ALWAYS);
    }

    /** Those of a request: of its groups, roles and methods, and of its country. */
    static Marks of(Signals signals) {
        Marks marks = new Marks();
        marks.add(Key.Kind.GROUP, signals.person().groups());
        marks.add(Key.Kind.ROLE, signals.person().roles());
        for (Factor method : signals.methods()) {
            marks.add(Key.Kind.METHOD, method.name().hashCode());
        }
        if (signals.place() instanceof Place.Located located) {
            marks.add(Key.Kind.COUNTRY, located.country().hashCode());
        } else if (signals.place() instanceof Place.Unknown) {
            marks.add(Key.Kind.COUNTRY, Key.ANYWHERE.word().hashCode());
        }
        return marks;
    }

    /** @param wanted by a condition, see {@link #wanted} */
    boolean meet(long wanted) {
        long lanes = wanted;
        do {
            if (has((int) lanes)) {
                return true;
            }
            lanes >>>= Short.SIZE;
        } while (lanes != 0);
        return false;
    }

    /**
     * The bits of a condition's keys, one in each lane of 16. Any request will do where there are more keys than lanes, and
     * where one is an attribute's: a person has many of those, and few policies look at them.
     */
    static long wanted(Optional<Set<Key>> keys) {
        if (keys.isEmpty()
                || keys.get().size() > LANES
                || keys.get().stream().anyMatch(key -> key.kind() == Key.Kind.ATTRIBUTE)) {
            return ANY;
        }
        long wanted = 0;
        for (Key key : keys.get()) {
            wanted = wanted << Short.SIZE | bit(key.hash());
        }
        return wanted;
    }

    private void add(Key.Kind kind, Names names) {
        for (int i = 0; i < names.size(); i++) {
            add(kind, names.hash(i));
        }
    }

    private void add(Key.Kind kind, int word) {
        set(bit(Key.hash(kind, word, 0)));
    }

    private void set(int bit) {
        bits[bit / Long.SIZE] |= 1L << bit;
    }

    private boolean has(int lane) {
        int bit = lane & BITS - 1;
        return (bits[bit / Long.SIZE] & 1L << bit) != 0;
    }

    /** Any but the one that each request has. */
    private static int bit(int hash) {
        return Math.max(ALWAYS + 1, hash >>> Integer.SIZE - BITS_OF_BIT);
    }
}
