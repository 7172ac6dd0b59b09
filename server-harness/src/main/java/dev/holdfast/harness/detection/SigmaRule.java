package dev.holdfast.harness.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small matcher for the part of Sigma that our rules use, and no reference of it: selections of fields with lists and the
 * modifiers contains, startswith and endswith; conditions of and, or, not and brackets; correlations that count events or
 * values. Whatever else a rule says is refused, so that none passes for what it is not.
 */
public final class SigmaRule {
    private static final Set<String> MEMBERS = Set.of(
            "title",
            "id",
            "name",
            "status",
            "description",
            "author",
            "date",
            "tags",
            "logsource",
            "detection",
            "correlation",
            "falsepositives",
            "level");

    private final Map<String, Map<?, ?>> selections = new LinkedHashMap<>();
    private final List<String> condition;
    private final Map<?, ?> correlation;

    private SigmaRule(Map<?, ?> rule, Map<?, ?> correlation) {
        Map<?, ?> detection = (Map<?, ?>) member(rule, "detection");
        detection.forEach((name, selection) -> {
            if (!name.equals("condition")) {
                selections.put((String) name, (Map<?, ?>) selection);
            }
        });
        this.condition = words(String.valueOf(member(detection, "condition")));
        this.correlation = correlation;
    }

    /**
     * Reads a rule.
     *
     * @param documents of one file: a rule, or a rule and the correlation that counts its events
     * @throws IllegalArgumentException if it says what is not known here
     */
    public static SigmaRule of(List<Map<?, ?>> documents) {
        documents.forEach(SigmaRule::requireKnown);
        if (documents.size() == 1) {
            return new SigmaRule(documents.get(0), Map.of());
        }
        Map<?, ?> correlation = (Map<?, ?>) member(documents.get(1), "correlation");
        if (documents.size() != 2 || !member(correlation, "rules").equals(List.of(member(documents.get(0), "name")))) {
            throw new IllegalArgumentException("a correlation counts the events of its own file's rule");
        }
        return new SigmaRule(documents.get(0), correlation);
    }

    private static Object member(Map<?, ?> object, String name) {
        Object member = object.get(name);
        if (member == null) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return member;
    }

    private static void requireKnown(Map<?, ?> document) {
        for (Object name : document.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("not known: " + name);
            }
        }
        for (String name : List.of("title", "id", "level")) {
            var unused = member(document, name);
        }
    }

    /** Whether the rule would have raised an alert over these events, which are in the order of time. */
    public boolean alerts(List<JsonNode> events) {
        List<JsonNode> matching = events.stream().filter(this::matches).toList();
        return correlation.isEmpty() ? !matching.isEmpty() : counts(matching);
    }

    private boolean counts(List<JsonNode> events) {
        String group = (String) ((List<?>) member(correlation, "group-by")).get(0);
        Map<?, ?> wanted = (Map<?, ?>) member(correlation, "condition");
        int least = (Integer) member(wanted, "gte");
        Duration span = span((String) member(correlation, "timespan"));
        Map<String, List<JsonNode>> groups = new HashMap<>();
        for (JsonNode event : events) {
            List<JsonNode> values = values(event, group);
            if (!values.isEmpty()) {
                groups.computeIfAbsent(values.get(0).asText(), any -> new ArrayList<>())
                        .add(event);
            }
        }
        return groups.values().stream().anyMatch(one -> within(one, span, least, wanted));
    }

    private boolean within(List<JsonNode> events, Duration span, int least, Map<?, ?> wanted) {
        for (JsonNode first : events) {
            Instant begin = time(first);
            Set<String> seen = new HashSet<>();
            for (JsonNode event : events) {
                if (!time(event).isBefore(begin) && time(event).isBefore(begin.plus(span))) {
                    counted(event, wanted).ifPresent(seen::add);
                }
            }
            if (seen.size() >= least) {
                return true;
            }
        }
        return false;
    }

    /** What an event counts as; one without the field counts as nothing. */
    private Optional<String> counted(JsonNode event, Map<?, ?> wanted) {
        return switch ((String) member(correlation, "type")) {
            case "event_count" -> Optional.of(event.path("id").asText());
            case "value_count" ->
                values(event, (String) member(wanted, "field")).stream()
                        .findFirst()
                        .map(JsonNode::asText);
            default -> throw new IllegalArgumentException("type of correlation");
        };
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("timestamp").asText());
    }

    private static Duration span(String text) {
        if (!text.endsWith("m")) {
            throw new IllegalArgumentException("timespan in minutes");
        }
        return Duration.ofMinutes(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    private boolean matches(JsonNode event) {
        List<String> rest = new ArrayList<>(condition);
        boolean result = or(rest, event);
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("condition: " + condition);
        }
        return result;
    }

    private boolean or(List<String> words, JsonNode event) {
        boolean result = and(words, event);
        while (!words.isEmpty() && words.get(0).equals("or")) {
            words.remove(0);
            boolean right = and(words, event);
            result = result || right;
        }
        return result;
    }

    private boolean and(List<String> words, JsonNode event) {
        boolean result = one(words, event);
        while (!words.isEmpty() && words.get(0).equals("and")) {
            words.remove(0);
            boolean right = one(words, event);
            result = result && right;
        }
        return result;
    }

    private boolean one(List<String> words, JsonNode event) {
        String word = words.remove(0);
        if (word.equals("not")) {
            return !one(words, event);
        }
        if (word.equals("(")) {
            boolean inside = or(words, event);
            if (!words.remove(0).equals(")")) {
                throw new IllegalArgumentException("brackets");
            }
            return inside;
        }
        Map<?, ?> selection = selections.get(word);
        if (selection == null) {
            throw new IllegalArgumentException("no selection " + word);
        }
        return selection.entrySet().stream().allMatch(field -> field((String) field.getKey(), field.getValue(), event));
    }

    private static boolean field(String key, Object wanted, JsonNode event) {
        String[] parts = key.split("\\|", -1);
        String modifier = parts.length == 1 ? "" : parts[1];
        List<?> any = wanted instanceof List<?> list ? list : List.of(wanted);
        return values(event, parts[0]).stream()
                .anyMatch(value -> any.stream().anyMatch(one -> fits(value.asText(), modifier, String.valueOf(one))));
    }

    /** Sigma compares without case. */
    private static boolean fits(String value, String modifier, String wanted) {
        String has = value.toLowerCase(Locale.ROOT);
        String wants = wanted.toLowerCase(Locale.ROOT);
        return switch (modifier) {
            case "" -> has.equals(wants);
            case "contains" -> has.contains(wants);
            case "startswith" -> has.startsWith(wants);
            case "endswith" -> has.endsWith(wants);
            default -> throw new IllegalArgumentException("modifier " + modifier);
        };
    }

    /** What stands at a path; of lists each element. */
    private static List<JsonNode> values(JsonNode event, String path) {
        List<JsonNode> nodes = List.of(event);
        for (String name : path.split("\\.", -1)) {
            List<JsonNode> below = new ArrayList<>();
            for (JsonNode node : nodes) {
                JsonNode next = node.path(name);
                if (next.isArray()) {
                    next.forEach(below::add);
                } else if (!next.isMissingNode()) {
                    below.add(next);
                }
            }
            nodes = below;
        }
        return nodes;
    }

    private static List<String> words(String condition) {
        return Arrays.stream(
                        condition.replace("(", " ( ").replace(")", " ) ").trim().split("\\s+"))
                .toList();
    }
}
