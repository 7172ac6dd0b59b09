package dev.holdfast.bench.load;

import java.util.List;
import java.util.stream.IntStream;

/** Gives a worker its users in turn. For one thread. */
public final class Turn<T> {

    private final List<T> all;
    private int next;

    /** @param all not empty */
    public Turn(List<T> all) {
        this.all = List.copyOf(all);
    }

    /** Returns the next one, after the last the first. */
    public T next() {
        T one = all.get(next);
        next = (next + 1) % all.size();
        return one;
    }

    /**
     * Deals cards to workers.
     *
     * @param all at least one for each worker
     * @param workers how many
     */
    public static <T> List<Turn<T>> deal(List<T> all, int workers) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> new Turn<>(IntStream.range(0, all.size())
                        .filter(card -> card % workers == worker)
                        .mapToObj(all::get)
                        .toList()))
                .toList();
    }
}
