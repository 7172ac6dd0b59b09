package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules about the same people. Few are looked at one after the other; of many, those whose condition has {@link Key keys} are
 * filed under them, and only what lies under a key of the request is looked at.
 */
final class Bundles {
    /** So many are tested sooner than a request's keys are looked up. */
    static final int FEW = 24;

    private final Pile always;
    private final Map<Key.Kind, Map<String, Map<String, Pile>>> filed = new EnumMap<>(Key.Kind.class);

    Bundles(List<Rule> rules) {
        List<Bundle> all = bundles(rules);
        if (all.size() <= FEW) {
            always = new Pile(all);
            return;
        }
        List<Bundle> unfiled = new ArrayList<>();
        Map<Key, List<Bundle>> byKey = new HashMap<>();
        for (Bundle bundle : all) {
            Optional<Set<Key>> keys = Key.of(bundle.condition().source());
            if (keys.isEmpty()) {
                unfiled.add(bundle);
            } else {
                keys.get()
                        .forEach(key -> byKey.computeIfAbsent(key, any -> new ArrayList<>())
                                .add(bundle));
            }
        }
        always = new Pile(unfiled);
        byKey.forEach((key, some) -> filed.computeIfAbsent(key.kind(), any -> new HashMap<>())
                .computeIfAbsent(key.word(), any -> new HashMap<>())
                .put(key.value(), new Pile(some)));
    }

    /** Adds what matches, in no order; a rule may come more than once. */
    void match(Request request, List<Rule.Match> matches) {
        always.match(request, matches);
        if (filed.isEmpty()) {
            return;
        }
        Signals signals = request.signals();
        words(Key.Kind.GROUP, signals.person().groups(), request, matches);
        words(Key.Kind.ROLE, signals.person().roles(), request, matches);
        methods(signals, request, matches);
        place(signals, request, matches);
        attributes(signals, request, matches);
    }

    /** Looks up the fewer in the more: a person has hundreds of roles, or the policies name hundreds. */
    private void words(Key.Kind kind, Set<String> words, Request request, List<Rule.Match> matches) {
        Map<String, Map<String, Pile>> byWord = filed.get(kind);
        if (byWord == null) {
            return;
        }
        if (byWord.size() < words.size()) {
            byWord.forEach((word, piles) -> {
                if (words.contains(word)) {
                    match(piles.get(""), request, matches);
                }
            });
            return;
        }
        for (String word : words) {
            match(byWord, word, request, matches);
        }
    }

    private void methods(Signals signals, Request request, List<Rule.Match> matches) {
        Map<String, Map<String, Pile>> byWord = filed.get(Key.Kind.METHOD);
        if (byWord != null) {
            for (Factor method : signals.methods()) {
                match(byWord, method.name(), request, matches);
            }
        }
    }

    private void place(Signals signals, Request request, List<Rule.Match> matches) {
        Map<String, Map<String, Pile>> byWord = filed.get(Key.Kind.COUNTRY);
        if (byWord == null) {
            return;
        }
        if (signals.place() instanceof Place.Located located) {
            match(byWord, located.country(), request, matches);
        } else if (signals.place() instanceof Place.Unknown) {
            match(byWord, Key.ANYWHERE.word(), request, matches);
        }
    }

    private void attributes(Signals signals, Request request, List<Rule.Match> matches) {
        Map<String, Map<String, Pile>> byName = filed.get(Key.Kind.ATTRIBUTE);
        if (byName == null) {
            return;
        }
        byName.forEach((name, byValue) -> {
            List<String> values = signals.person().attributes().get(name);
            if (values != null) {
                for (String value : values) {
                    match(byValue.get(value), request, matches);
                }
            }
        });
    }

    private static void match(
            Map<String, Map<String, Pile>> byWord, String word, Request request, List<Rule.Match> matches) {
        Map<String, Pile> found = byWord.get(word);
        if (found != null) {
            match(found.get(""), request, matches);
        }
    }

    private static void match(@Nullable Pile pile, Request request, List<Rule.Match> matches) {
        if (pile != null) {
            pile.match(request, matches);
        }
    }

    private static List<Bundle> bundles(List<Rule> rules) {
        record Shared(Audience.Exclusion exclusion, Condition condition) {}
        Map<Shared, List<Rule>> shared = new LinkedHashMap<>();
        for (Rule rule : rules) {
            shared.computeIfAbsent(
                            new Shared(
                                    rule.audience().exclusion(),
                                    rule.condition().source()),
                            any -> new ArrayList<>())
                    .add(rule);
        }
        return shared.values().stream()
                .map(some -> new Bundle(
                        some.get(0).audience().exclusion(), some.get(0).condition(), some.toArray(Rule[]::new)))
                .toList();
    }
}
