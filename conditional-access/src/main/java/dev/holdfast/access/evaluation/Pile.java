package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.List;

/**
 * Bundles that are looked at one after the other. Most conditions are false, so that their tests stand in an array of their
 * own: a decision over thousands of policies waits for memory, and for nothing else.
 */
final class Pile {
    private final Node.Test[] tests;
    private final Bundle[] bundles;

    Pile(List<Bundle> some) {
        bundles = some.toArray(Bundle[]::new);
        tests = some.stream().map(bundle -> bundle.condition().test()).toArray(Node.Test[]::new);
    }

    void match(Request request, List<Rule.Match> matches) {
        for (int i = 0; i < tests.length; i++) {
            Truth value = tests[i].of(request);
            if (value != Truth.FALSE) {
                bundles[i].match(value, request, matches);
            }
        }
    }
}
