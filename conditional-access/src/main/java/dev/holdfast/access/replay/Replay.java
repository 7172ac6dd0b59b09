package dev.holdfast.access.replay;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Factor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a draft would have done to recorded requests.
 *
 * @param total how many there were
 * @param changes those that the draft decides in another way, most frequent first
 * @param unmet of those that the draft requires something of, how many are not known to have brought it
 * @param matched how often each policy matched, by its id; those in report mode too
 */
public record Replay(long total, List<Change> changes, long unmet, Map<String, Long> matched) {
    /**
     * Requests that would have gone another way.
     *
     * @param count of requests
     * @param people how many different ones made them
     * @param examples the first few
     */
    public record Change(Verdict from, Verdict to, long count, long people, List<Example> examples) {
        public Change {
            examples = List.copyOf(examples);
        }
    }

    /** One of them, and what the draft decides. */
    public record Example(PastDecision past, Decision now) {}

    private record Way(Verdict from, Verdict to) {}

    public Replay {
        changes = List.copyOf(changes);
        matched = Map.copyOf(matched);
    }

    /**
     * Decides again. Reads the stream once, and keeps of it counts, the ids of people whose requests go another way, and
     * the examples.
     *
     * @param past is not closed
     * @param examples how many are kept of each change
     * @param secondFactors that count in the realm where a policy names none
     */
    public static Replay of(PolicySet draft, Stream<PastDecision> past, int examples, Set<Factor> secondFactors) {
        Tally tally = new Tally(draft, examples, secondFactors);
        past.sequential().forEach(tally::add);
        return tally.result();
    }

    private static final class Tally {
        private final PolicySet draft;
        private final int examples;
        private final Set<Factor> secondFactors;
        private final Map<Way, Counted> changes = new HashMap<>();
        private final Map<String, Long> matched = new TreeMap<>();
        private long total;
        private long unmet;

        private static final class Counted {
            private long count;
            private final Set<String> people = new HashSet<>();
            private final List<Example> examples = new ArrayList<>();
        }

        Tally(PolicySet draft, int examples, Set<Factor> secondFactors) {
            this.draft = draft;
            this.examples = examples;
            this.secondFactors = secondFactors;
        }

        void add(PastDecision past) {
            Decision now = draft.decide(past.signals());
            total++;
            for (Applied applied : now.applied()) {
                matched.merge(applied.policy().id(), 1L, Long::sum);
            }
            for (Applied applied : now.reported()) {
                matched.merge(applied.policy().id(), 1L, Long::sum);
            }
            if (now instanceof Decision.Require require && !isMet(require, past)) {
                unmet++;
            }
            Verdict to = Verdict.of(now);
            if (to != past.decided()) {
                Counted counted = changes.computeIfAbsent(new Way(past.decided(), to), way -> new Counted());
                counted.count++;
                counted.people.add(past.signals().person().id());
                if (counted.examples.size() < examples) {
                    counted.examples.add(new Example(past, now));
                }
            }
        }

        /** No record says whether a factor verified its user; what is not known was not brought. */
        private boolean isMet(Decision.Require require, PastDecision past) {
            return past.signals().methods().stream().anyMatch(method -> require.isMetBy(method, false, secondFactors));
        }

        Replay result() {
            List<Change> list = changes.entrySet().stream()
                    .map(one -> new Change(
                            one.getKey().from(),
                            one.getKey().to(),
                            one.getValue().count,
                            one.getValue().people.size(),
                            one.getValue().examples))
                    .sorted(Comparator.comparingLong(Change::count)
                            .reversed()
                            .thenComparing(Change::from)
                            .thenComparing(Change::to))
                    .toList();
            return new Replay(total, list, unmet, matched);
        }
    }
}
