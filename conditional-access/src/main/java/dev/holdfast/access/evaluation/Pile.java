package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Bundles that are looked at one after the other. Most conditions are false, so that the facts and the keys they wait for, and
 * then their tests, stand in arrays of their own: a decision over thousands of policies waits for memory, and for nothing else.
 */
final class Pile {
    /** Of each bundle its facts, and its marks beside them. */
    private final long[] wanted;

    private final Node.Test[] tests;
    private final Bundle[] bundles;

    Pile(List<Bundle> some) {
        bundles = some.toArray(Bundle[]::new);
        wanted = some.stream()
                .map(bundle -> bundle.condition().source())
                .flatMapToLong(condition -> LongStream.of(Facts.neededBy(condition), Marks.wanted(Key.of(condition))))
                .toArray();
        tests = some.stream().map(bundle -> bundle.condition().test()).toArray(Node.Test[]::new);
    }

    /** The first bundle of some whose condition may hold; or {@code to}. */
    int next(int from, int to, Request request) {
        long has = request.facts();
        for (int i = from; i < to; i++) {
            if ((wanted[2 * i] & has) != 0 && request.marks().meet(wanted[2 * i + 1])) {
                return i;
            }
        }
        return to;
    }

    void match(int from, int to, Request request, List<Rule.Match> matches) {
        for (int i = next(from, to, request); i < to; i = next(i + 1, to, request)) {
            Truth value = tests[i].of(request);
            if (value != Truth.FALSE) {
                bundles[i].match(value, request, matches);
            }
        }
    }
}
