package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules about one client, or about all of a kind. Those about certain people are filed under the {@link Key keys} of these;
 * where many are about everybody, so are those whose condition has keys. Only what lies under a key of the request is looked
 * at, and what is not filed.
 */
final class Slice {
    /** So many are passed over sooner than a request's keys are looked up. */
    static final int FEW = 64;

    /** First what is not filed, then what lies under each key. */
    private final Pile pile;

    private final int unfiled;
    private final KeyTable table;

    Slice(List<Rule> rules) {
        List<Rule> everybody =
                rules.stream().filter(rule -> rule.audience().everybody()).toList();
        boolean crowd = everybody.size() > FEW;
        List<Rule> always = new ArrayList<>();
        Map<Key, List<Rule>> filed = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Optional<Set<Key>> keys = rule.audience().everybody()
                    ? Key.of(rule.condition().source()).filter(any -> crowd)
                    : Optional.of(of(rule.audience()));
            keys.ifPresentOrElse(
                    some -> some.forEach(key ->
                            filed.computeIfAbsent(key, any -> new ArrayList<>()).add(rule)),
                    () -> always.add(rule));
        }
        List<Bundle> bundles = new ArrayList<>(bundled(always));
        unfiled = bundles.size();
        List<KeyTable.Filed> parts = new ArrayList<>(filed.size());
        filed.forEach((key, some) -> {
            int from = bundles.size();
            bundles.addAll(bundled(some));
            boolean byConditions =
                    some.stream().allMatch(rule -> rule.audience().everybody());
            parts.add(new KeyTable.Filed(key, from, bundles.size(), byConditions));
        });
        pile = new Pile(bundles);
        table = new KeyTable(pile, parts);
    }

    /** Adds what matches, in no order; a rule may come more than once. */
    void match(Request request, List<Match> matches) {
        pile.match(0, unfiled, request, matches);
        table.match(request, matches);
    }

    private static Set<Key> of(Audience audience) {
        Set<Key> keys = new HashSet<>();
        audience.users().ids().forEach(id -> keys.add(new Key(Key.Kind.USER, id, "")));
        audience.users().usernames().forEach(name -> keys.add(new Key(Key.Kind.USERNAME, name, "")));
        audience.groups().forEach(group -> keys.add(new Key(Key.Kind.GROUP, group, "")));
        return keys;
    }

    private static List<Bundle> bundled(List<Rule> rules) {
        record Shared(Audience.Exclusion exclusion, Condition condition) {}
        Map<Shared, List<Rule>> shared = new LinkedHashMap<>();
        for (Rule rule : rules) {
            shared.computeIfAbsent(new Shared(rule.exclusion(), rule.condition().source()), any -> new ArrayList<>())
                    .add(rule);
        }
        return shared.values().stream().map(Bundle::new).toList();
    }
}
