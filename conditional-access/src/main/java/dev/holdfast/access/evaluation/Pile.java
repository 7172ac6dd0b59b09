package dev.holdfast.access.evaluation;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Bundles that are looked at one after the other. Most conditions are false, so that the facts and the keys they wait for stand
 * in an array of their own: a decision over thousands of policies waits for memory, and for nothing else.
 */
final class Pile {
    /** Of each bundle its facts, and its marks beside them. */
    private final long[] wanted;

    private final Bundle[] bundles;

    Pile(List<Bundle> some) {
        wanted = some.stream()
                .map(Bundle::condition)
                .flatMapToLong(condition -> LongStream.of(Facts.neededBy(condition), Marks.wanted(Key.of(condition))))
                .toArray();
        bundles = some.toArray(Bundle[]::new);
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

    void match(int from, int to, Request request, List<Match> matches) {
        for (int i = next(from, to, request); i < to; i = next(i + 1, to, request)) {
            bundles[i].match(request, matches);
        }
    }
}
