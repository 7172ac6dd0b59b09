package dev.holdfast.access.signal;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

/**
 * Names of groups or roles, each hashed once, when they are read. A person has dozens, which every decision looks for among
 * thousands that policies name: their hashes lie side by side, so that a name that is not there is told without looking at any
 * text. Immutable.
 */
public final class Names extends AbstractSet<String> {
    /** The golden ratio as a fraction of 32 bits: brings what hashes of names that end alike differ in to the upper ones. */
    private static final int SPREAD = 0x9E3779B9;

    private final String[] names;
    private final int[] hashes;

    /** The place of a name, plus one, at its hash or after it; half of it stays empty, so that a search soon ends. */
    private final int[] table;

    private final int shift;

    private Names(Collection<String> some) {
        table = new int[4 * Integer.highestOneBit(Math.max(1, some.size()))];
        shift = Integer.numberOfLeadingZeros(table.length - 1);
        String[] distinct = new String[some.size()];
        hashes = new int[some.size()];
        int count = 0;
        for (String name : some) {
            int slot = slot(name, name.hashCode(), distinct);
            if (table[slot] == 0) {
                distinct[count] = name;
                hashes[count] = name.hashCode();
                table[slot] = ++count;
            }
        }
        names = Arrays.copyOf(distinct, count);
    }

    /** @param some without null; in which order does not matter, nor whether one comes twice */
    public static Names of(Collection<String> some) {
        return some instanceof Names names ? names : new Names(some);
    }

    @Override
    public boolean contains(Object name) {
        return name instanceof String text && table[slot(text, text.hashCode(), names)] != 0;
    }

    /** The hash of one of them. */
    public int hash(int index) {
        return hashes[index];
    }

    /** One of them. */
    public String name(int index) {
        return names[index];
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(names).iterator();
    }

    /** Where a name is, or would be. */
    private int slot(String name, int hash, String[] among) {
        int slot = hash * SPREAD >>> shift;
        while (table[slot] != 0) {
            int place = table[slot] - 1;
            if (hashes[place] == hash && among[place].equals(name)) {
                return slot;
            }
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }
}
