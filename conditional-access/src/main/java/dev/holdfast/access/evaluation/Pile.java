package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.Collections;
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
    private final Audience.Exclusion[] exclusions;
    private final Match[][] whenTrue;
    private final Match[][] whenUnknown;

    Pile(List<Bundle> some) {
        wanted = some.stream()
                .map(bundle -> bundle.condition().source())
                .flatMapToLong(condition -> LongStream.of(Facts.neededBy(condition), Marks.wanted(Key.of(condition))))
                .toArray();
        tests = some.stream().map(bundle -> bundle.condition().test()).toArray(Node.Test[]::new);
        exclusions = some.stream().map(Bundle::exclusion).toArray(Audience.Exclusion[]::new);
        whenTrue = some.stream().map(bundle -> bundle.matches(Truth.TRUE)).toArray(Match[][]::new);
        whenUnknown = some.stream().map(bundle -> bundle.matches(Truth.UNKNOWN)).toArray(Match[][]::new);
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
            Truth value = tests[i].of(request);
            if (value != Truth.FALSE && !request.isLeftOut(exclusions[i])) {
                Collections.addAll(matches, (value == Truth.TRUE ? whenTrue : whenUnknown)[i]);
            }
        }
    }
}
