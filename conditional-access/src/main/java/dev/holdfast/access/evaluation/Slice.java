package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.truth.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules about one client, or about all of a kind, by whom they are about. What everybody's rules share, whom they leave
 * out and their condition, is looked at once for all of them.
 */
final class Slice {
    private final Bundle[] everybody;
    private final Map<String, Bundle[]> byUser;
    private final Map<String, Bundle[]> byGroup;

    /** Rules that leave out the same people and have the same condition. */
    private record Bundle(Audience.Exclusion exclusion, Node condition, Rule[] rules) {
        void match(Request request, List<Rule.Match> matches) {
            Truth value = condition.value(request);
            if (value == Truth.FALSE || exclusion.holds(request.signals().person())) {
                return;
            }
            for (Rule rule : rules) {
                Rule.Match match = rule.match(value);
                if (match != null) {
                    matches.add(match);
                }
            }
        }
    }

    Slice(List<Rule> rules) {
        Map<String, List<Rule>> users = new HashMap<>();
        Map<String, List<Rule>> groups = new HashMap<>();
        List<Rule> all = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.audience().everybody()) {
                all.add(rule);
            } else {
                rule.audience()
                        .users()
                        .forEach(user -> users.computeIfAbsent(user, any -> new ArrayList<>())
                                .add(rule));
                rule.audience()
                        .groups()
                        .forEach(group -> groups.computeIfAbsent(group, any -> new ArrayList<>())
                                .add(rule));
            }
        }
        everybody = bundles(all);
        byUser = bundled(users);
        byGroup = bundled(groups);
    }

    /** Adds what matches, in no order; a rule may come more than once. */
    void match(Request request, List<Rule.Match> matches) {
        match(everybody, request, matches);
        Person person = request.signals().person();
        if (!byUser.isEmpty()) {
            match(byUser.get(person.id()), request, matches);
            match(byUser.get(person.username().toLowerCase(Locale.ROOT)), request, matches);
        }
        if (byGroup.isEmpty()) {
            return;
        }
        if (byGroup.size() < person.groups().size()) {
            for (var group : byGroup.entrySet()) {
                if (person.groups().contains(group.getKey())) {
                    match(group.getValue(), request, matches);
                }
            }
        } else {
            for (String group : person.groups()) {
                match(byGroup.get(group), request, matches);
            }
        }
    }

    private static void match(Bundle @Nullable [] bundles, Request request, List<Rule.Match> matches) {
        if (bundles != null) {
            for (Bundle bundle : bundles) {
                bundle.match(request, matches);
            }
        }
    }

    private static Map<String, Bundle[]> bundled(Map<String, List<Rule>> rules) {
        Map<String, Bundle[]> bundled = new HashMap<>(rules.size() * 2);
        rules.forEach((name, some) -> bundled.put(name, bundles(some)));
        return bundled;
    }

    private static Bundle[] bundles(List<Rule> rules) {
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
                .toArray(Bundle[]::new);
    }
}
