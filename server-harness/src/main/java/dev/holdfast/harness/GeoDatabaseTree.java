package dev.holdfast.harness;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The search tree of a {@link GeoDatabaseFile}: two records a node, by the bits of an address. */
final class GeoDatabaseTree {
    private static final long NOTHING = -1;
    /** Records below it lead to data: at {@code FIRST_DATA - record}. */
    private static final long FIRST_DATA = -2;

    private final List<long[]> nodes = new ArrayList<>();

    GeoDatabaseTree() {
        add(NOTHING);
    }

    private int add(long both) {
        nodes.add(new long[] {both, both});
        return nodes.size() - 1;
    }

    /** Wider networks are to come before those within them. */
    void put(byte[] bits, int length, int data) {
        int node = 0;
        for (int i = 0; i < length - 1; i++) {
            int side = bit(bits, i);
            long next = nodes.get(node)[side];
            if (next < 0) {
                next = add(next);
                nodes.get(node)[side] = next;
            }
            node = (int) next;
        }
        nodes.get(node)[bit(bits, length - 1)] = FIRST_DATA - data;
    }

    private static int bit(byte[] bits, int at) {
        return bits[at / 8] >> (7 - at % 8) & 1;
    }

    int nodes() {
        return nodes.size();
    }

    /** @param separator bytes between the tree and the data */
    byte[] bytes(int recordSize, int separator) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long[] node : nodes) {
            long left = record(node[0], separator);
            long right = record(node[1], separator);
            switch (recordSize) {
                case 24 -> {
                    write(out, left, 3);
                    write(out, right, 3);
                }
                case 28 -> {
                    write(out, left & 0xFFFFFF, 3);
                    out.write((int) (left >> 24 << 4 | right >> 24));
                    write(out, right & 0xFFFFFF, 3);
                }
                default -> {
                    write(out, left, 4);
                    write(out, right, 4);
                }
            }
        }
        return out.toByteArray();
    }

    private long record(long value, int separator) {
        if (value >= 0) {
            return value;
        }
        return value == NOTHING ? nodes.size() : nodes.size() + separator + (FIRST_DATA - value);
    }

    private static void write(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >> 8 * i));
        }
    }
}
