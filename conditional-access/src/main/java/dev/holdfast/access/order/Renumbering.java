package dev.holdfast.access.order;

import dev.holdfast.access.policy.Policy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which policies get another priority so that one of them stands at another place: as few as can be, each with a number that a
 * policy may have. All others keep number and order.
 *
 * <p>Numbers of neighbours may be equal where their ids stand in the wished order already. So from one place to the next the
 * number must rise by nothing or by one, and from one policy to a later one by at least the sum of that: two policies may both
 * keep their numbers if these, less the least rise up to them, do not fall. The longest row of such policies is kept.
 */
public final class Renumbering {
    /** What is left free beside a policy at an end of the list, for those that come there later. */
    private static final int GAP = 10;

    private final List<Policy> wished;

    /** By how much the number at a place must be above the first one's. */
    private final int[] rises;

    private Renumbering(List<Policy> wished) {
        this.wished = wished;
        this.rises = new int[wished.size()];
        for (int i = 1; i < rises.length; i++) {
            boolean mayBeEqual = wished.get(i - 1).id().compareTo(wished.get(i).id()) < 0;
            rises[i] = rises[i - 1] + (mayBeEqual ? 0 : 1);
        }
    }

    /**
     * Moves a policy.
     *
     * @param policies all that the realm has, the one that is moved and its neighbour among them
     * @param id of the one that is moved
     * @return those that change, with their new priorities, in their new order; none where it stands there already
     */
    public static List<Policy> of(List<Policy> policies, String id, Position position) {
        List<Policy> wished = new ArrayList<>(policies);
        wished.sort(Policy.IN_ORDER);
        Policy moved = wished.remove(indexOf(id, wished));
        int to = indexOf(position.neighbour(), wished) + (position.side() == Position.Side.AFTER ? 1 : 0);
        wished.add(to, moved);
        return new Renumbering(wished).changed(to);
    }

    private static int indexOf(String id, List<Policy> policies) {
        return IntStream.range(0, policies.size())
                .filter(i -> policies.get(i).id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no other policy has the id " + id));
    }

    private List<Policy> changed(int moved) {
        // Where that costs no more, the one that is moved changes, as whoever reads the record expects.
        BitSet kept = longestRow(i -> i != moved);
        BitSet keptWithMoved = longestRow(i -> true);
        if (keptWithMoved.cardinality() > kept.cardinality()) {
            kept = keptWithMoved;
        }
        List<Policy> changed = new ArrayList<>();
        int left = -1;
        while (left < wished.size()) {
            int next = kept.nextSetBit(left + 1);
            int right = next < 0 ? wished.size() : next;
            addBetween(left, right, changed);
            left = right;
        }
        return changed;
    }

    /** The longest row of policies that may keep their numbers together. */
    private BitSet longestRow(IntPredicate candidate) {
        int[] previous = new int[wished.size()];
        // Of the rows of each length the one that ends lowest: where.
        int[] ends = new int[wished.size()];
        int length = 0;
        for (int i = 0; i < wished.size(); i++) {
            if (candidate.test(i) && leavesRoomAtTheEnds(i)) {
                int shorter = shorterRows(ends, length, level(i));
                previous[i] = shorter == 0 ? -1 : ends[shorter - 1];
                ends[shorter] = i;
                length = Math.max(length, shorter + 1);
            }
        }
        BitSet row = new BitSet(wished.size());
        for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = previous[i]) {
            row.set(i);
        }
        return row;
    }

    /** How many of the rows may be followed by a policy at this level: the first ones, as their ends rise. */
    private int shorterRows(int[] ends, int length, int level) {
        int low = 0;
        int high = length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (level(ends[middle]) <= level) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int level(int i) {
        return wished.get(i).priority() - rises[i];
    }

    private boolean leavesRoomAtTheEnds(int i) {
        return level(i) >= 0 && level(i) <= Policy.MOST_PRIORITY - rises[rises.length - 1];
    }

    /** Numbers those between two that keep theirs, evenly; the places before the first and behind the last are such two. */
    private void addBetween(int left, int right, List<Policy> changed) {
        int size = wished.size();
        int steps = right - left;
        int low = left >= 0
                ? wished.get(left).priority()
                : right < size ? Math.max(-1, wished.get(right).priority() - GAP * steps) : -1;
        int high = right < size ? wished.get(right).priority() : Math.min(Policy.MOST_PRIORITY + 1, low + GAP * steps);
        boolean mayAllDiffer = high - low >= steps;
        int spare = high - low - (mayAllDiffer ? 0 : rise(right) - rise(left));
        for (int i = left + 1; i < right; i++) {
            int least = mayAllDiffer ? 0 : rise(i) - rise(left);
            int priority = low + least + (int) ((long) spare * (i - left) / steps);
            changed.add(wished.get(i).withPriority(priority));
        }
    }

    /** The same with the places before the first and behind the last, whose numbers no policy has. */
    private int rise(int i) {
        return i < 0 ? -1 : i < rises.length ? rises[i] : rises[rises.length - 1] + 1;
    }
}
