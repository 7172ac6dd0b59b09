package dev.holdfast.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs operations in turn, a slice each, again and again: what disturbs the machine for a minute disturbs them all. Each
 * round begins with another operation, so that none always has the same one before it.
 */
public final class Rounds {

    private final Load load;
    private final List<Operation> operations;

    /** @param operations in the table's order */
    public Rounds(Load load, List<Operation> operations) {
        this.load = load;
        this.operations = List.copyOf(operations);
    }

    /**
     * Runs rounds.
     *
     * @param rounds how many
     * @param slice the length of each operation's slice
     * @param progress is told of each round and its slices when it is over
     * @return all slices
     */
    public List<Slice> run(int rounds, Duration slice, BiConsumer<Integer, List<Slice>> progress) {
        List<Slice> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Operation> turn = new ArrayList<>(operations);
            Collections.rotate(turn, -round);
            List<Slice> slices =
                    turn.stream().map(operation -> load.run(operation, slice)).toList();
            progress.accept(round, slices);
            all.addAll(slices);
        }
        return List.copyOf(all);
    }
}
