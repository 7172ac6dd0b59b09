package dev.holdfast.access.evaluation;

import dev.holdfast.access.signal.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules about one client, or about all of a kind, by whom they are about. */
final class Slice {
    private final Bundles everybody;
    private final Map<String, Bundles> byUser;
    private final Map<String, Bundles> byGroup;

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
        everybody = new Bundles(all);
        byUser = bundled(users);
        byGroup = bundled(groups);
    }

    /** Adds what matches, in no order; a rule may come more than once. */
    void match(Request request, List<Rule.Match> matches) {
        everybody.match(request, matches);
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
