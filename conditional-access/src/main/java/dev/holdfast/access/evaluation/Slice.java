package dev.holdfast.access.evaluation;

import dev.holdfast.access.signal.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules about one client, or about all of a kind, by whom they are about. */
final class Slice {
    private final Bundles everybody;
    private final Map<String, Bundles> byId;
    private final Map<String, Bundles> byUsername;
    private final Map<String, Bundles> byGroup;

    Slice(List<Rule> rules) {
        Map<String, List<Rule>> ids = new HashMap<>();
        Map<String, List<Rule>> usernames = new HashMap<>();
        Map<String, List<Rule>> groups = new HashMap<>();
        List<Rule> all = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.audience().everybody()) {
                all.add(rule);
            } else {
                add(ids, rule.audience().users().ids(), rule);
                add(usernames, rule.audience().users().usernames(), rule);
                add(groups, rule.audience().groups(), rule);
            }
        }
        everybody = new Bundles(all);
        byId = bundled(ids);
        byUsername = bundled(usernames);
        byGroup = bundled(groups);
    }

    /** Adds what matches, in no order; a rule may come more than once. */
    void match(Request request, List<Rule.Match> matches) {
        everybody.match(request, matches);
        Person person = request.signals().person();
        if (!byId.isEmpty()) {
            match(byId.get(person.id()), request, matches);
        }
        if (!byUsername.isEmpty()) {
            match(byUsername.get(Named.username(person)), request, matches);
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

    private static void add(Map<String, List<Rule>> rules, Iterable<String> names, Rule rule) {
        names.forEach(
                name -> rules.computeIfAbsent(name, any -> new ArrayList<>()).add(rule));
    }

    private static void match(@Nullable Bundles bundles, Request request, List<Rule.Match> matches) {
        if (bundles != null) {
            bundles.match(request, matches);
        }
    }

    private static Map<String, Bundles> bundled(Map<String, List<Rule>> rules) {
        Map<String, Bundles> bundled = new HashMap<>(rules.size() * 2);
        rules.forEach((name, some) -> bundled.put(name, new Bundles(some)));
        return bundled;
    }
}
