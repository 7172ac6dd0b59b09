package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.List;

/**
 * Bundles that are looked at one after the other. Most conditions are false, so that the facts they wait for, and then their
 * tests, stand in arrays of their own: a decision over thousands of policies waits for memory, and for nothing else.
 */
final class Pile {
    private final long[] needed;
    private final Node.Test[] tests;
    private final Bundle[] bundles;

    Pile(List<Bundle> some) {
        bundles = some.toArray(Bundle[]::new);
        needed = some.stream()
                .mapToLong(bundle -> Facts.neededBy(bundle.condition().source()))
                .toArray();
        tests = some.stream().map(bundle -> bundle.condition().test()).toArray(Node.Test[]::new);
    }

    void match(Request request, List<Rule.Match> matches) {
        long facts = request.facts();
        for (int i = 0; i < tests.length; i++) {
            if ((needed[i] & facts) == 0) {
                continue;
            }
            Truth value = tests[i].of(request);
            if (value != Truth.FALSE) {
                bundles[i].match(value, request, matches);
            }
        }
    }
}
