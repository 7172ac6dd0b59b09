package dev.holdfast.insights.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insights.record.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a resource is, told by an administrator's event: its members by name, with a mask over every value whose name or
 * look is a secret's (A54), and bounded.
 */
final class State {
    private static final int MAX_MEMBERS = 60;
    private static final int MAX_NAME = 80;
    private static final int MAX_VALUE = 2_000;

    /** Bytes of all members in a record, and of all its changes. */
    private static final int MAX_ALL = 12_000;

    /** Members of what is kept through several updates. */
    private static final int MAX_KEPT = 80;

    /** Characters of a value where there is not room for more: then each is cut, and none hides behind a large one. */
    private static final List<Integer> CUTS = List.of(MAX_VALUE, 200, 40);

    private static final int MAX_REPRESENTATION = 200_000;

    /** Members that hold the settings themselves. */
    private static final Set<String> HOLDERS = Set.of("config", "attributes", "document", "settings");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> members = new LinkedHashMap<>();

    private State() {}

    static Map<String, String> of(Optional<String> representation) {
        State state = new State();
        representation
                .filter(text -> text.length() <= MAX_REPRESENTATION)
                .flatMap(State::parse)
                .ifPresent(state::read);
        return state.bounded();
    }

    /** A member as text, of a representation that is an object. */
    static Optional<String> member(Optional<String> representation, String name) {
        return representation
                .filter(text -> text.length() <= MAX_REPRESENTATION)
                .flatMap(State::parse)
                .map(json -> json.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** The ids of the elements, of a representation that is a list. */
    static List<String> listed(Optional<String> representation) {
        List<String> ids = new ArrayList<>();
        representation
                .filter(text -> text.length() <= MAX_REPRESENTATION)
                .flatMap(State::parse)
                .filter(JsonNode::isArray)
                .ifPresent(list -> list.forEach(element -> {
                    if (element.path("id").isTextual()) {
                        ids.add(element.path("id").asText());
                    }
                }));
        return ids;
    }

    /** The changes themselves, where whoever made them tells before and after: {@code {"changes": [{field, from, to}]}}. */
    static Optional<List<Change>> told(Optional<String> representation) {
        Optional<JsonNode> list = representation
                .filter(text -> text.length() <= MAX_REPRESENTATION)
                .flatMap(State::parse)
                .map(json -> json.path("changes"))
                .filter(JsonNode::isArray);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        for (JsonNode each : list.get()) {
            String field = SafeText.of(each.path("field").asText(), MAX_NAME);
            changes.add(new Change(field, value(field, each, "from", "removed"), value(field, each, "to", "added")));
            if (changes.size() == MAX_KEPT) {
                break;
            }
        }
        return Optional.of(bounded(changes));
    }

    /** What came or went by an event that tells no more than this, as roles that were given or taken. */
    static List<Change> moved(Optional<String> representation, boolean gone) {
        List<Change> changes = new ArrayList<>();
        new TreeMap<>(of(representation)).forEach((name, value) -> {
            Optional<String> told = Optional.of(value);
            changes.add(new Change(name, gone ? told : Optional.empty(), gone ? Optional.empty() : told));
        });
        return bounded(changes);
    }

    /** @param some of a long list, those that came or went */
    private static Optional<String> value(String field, JsonNode change, String name, String some) {
        JsonNode value = change.has(name) ? change.path(name) : change.path(some);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(
                SafeText.namesSecret(field) && !value.isBoolean() && !value.isNumber()
                        ? SafeText.MASK
                        : SafeText.of(
                                value.isTextual()
                                        ? value.asText()
                                        : masked(value).toString(),
                                MAX_VALUE));
    }

    /** What an update says. A member that it does not name is not said to be gone. */
    static List<Change> changes(Map<String, String> before, Map<String, String> now) {
        List<Change> changes = new ArrayList<>();
        new TreeMap<>(now).forEach((name, value) -> {
            Optional<String> from = Optional.ofNullable(before.get(name));
            if (!from.equals(Optional.of(value))) {
                changes.add(new Change(name, from, Optional.of(value)));
            }
        });
        return bounded(changes);
    }

    /** What a deletion took. */
    static List<Change> removed(Map<String, String> before) {
        List<Change> changes = new ArrayList<>();
        for (String name : new TreeSet<>(before.keySet())) {
            changes.add(new Change(name, Optional.ofNullable(before.get(name)), Optional.empty()));
        }
        return bounded(changes);
    }

    /** What is now, and of what was before whatever an update did not name, as far as there is room. */
    static Map<String, String> merged(Map<String, String> before, Map<String, String> now) {
        Map<String, String> merged = new TreeMap<>(now);
        int size = 0;
        for (Map.Entry<String, String> member : now.entrySet()) {
            size += size(member.getKey()) + size(member.getValue());
        }
        for (Map.Entry<String, String> member : new TreeMap<>(before).entrySet()) {
            int more = size(member.getKey()) + size(member.getValue());
            if (!merged.containsKey(member.getKey()) && merged.size() < MAX_KEPT && size + more <= MAX_ALL) {
                merged.put(member.getKey(), member.getValue());
                size += more;
            }
        }
        return merged;
    }

    private Map<String, String> bounded() {
        Map<String, String> bounded = Map.of();
        for (int cut : CUTS) {
            bounded = new LinkedHashMap<>();
            int size = 0;
            for (Map.Entry<String, String> member : members.entrySet()) {
                String value = beginning(member.getValue(), cut);
                size += size(member.getKey()) + size(value);
                if (size <= MAX_ALL) {
                    bounded.put(member.getKey(), value);
                }
            }
            if (size <= MAX_ALL) {
                break;
            }
        }
        return bounded;
    }

    private static List<Change> bounded(List<Change> changes) {
        List<Change> bounded = List.of();
        for (int cut : CUTS) {
            bounded = new ArrayList<>();
            int size = 0;
            for (Change change : changes) {
                Change each = new Change(
                        change.field(),
                        change.from().map(text -> beginning(text, cut)),
                        change.to().map(text -> beginning(text, cut)));
                size += size(each);
                if (size <= MAX_ALL) {
                    bounded.add(each);
                }
            }
            if (size <= MAX_ALL) {
                break;
            }
        }
        return bounded;
    }

    private static String beginning(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static int size(Change change) {
        return size(change.field())
                + size(change.from().orElse(""))
                + size(change.to().orElse(""));
    }

    /** Bytes of a text in a record's JSON, which is ASCII: what is none takes six. */
    private static int size(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            size += each < ' ' || each > '~' ? 6 : each == '"' || each == '\\' ? 2 : 1;
        }
        return size;
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void read(JsonNode json) {
        if (json instanceof ObjectNode object) {
            members("", object);
        } else {
            // A list, as of roles: what its elements are called.
            List<String> names = new ArrayList<>();
            json.forEach(element ->
                    names.add(element.path("name").asText(element.path("id").asText(""))));
            put("names", String.join(", ", names));
        }
    }

    private void members(String prefix, ObjectNode object) {
        object.properties().forEach(member -> {
            String name = prefix + member.getKey();
            JsonNode value = single(member.getValue());
            if (SafeText.namesSecret(member.getKey())) {
                put(name, value.isBoolean() || value.isNumber() ? value.asText() : SafeText.MASK);
            } else if (HOLDERS.contains(member.getKey()) && inside(value).isPresent()) {
                members(name + ".", inside(value).get());
            } else {
                put(name, value.isTextual() ? value.asText() : masked(value).toString());
            }
        });
    }

    /** A component's settings are lists, most of one value. */
    private static JsonNode single(JsonNode value) {
        return value instanceof ArrayNode list && list.size() == 1 ? list.get(0) : value;
    }

    /** An object, or one that stands in a text. */
    private static Optional<ObjectNode> inside(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return Optional.of(object);
        }
        return Optional.of(value)
                .filter(text -> text.isTextual() && text.asText().startsWith("{"))
                .flatMap(text -> parse(text.asText()))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    private static JsonNode masked(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> {
                boolean secret = SafeText.namesSecret(member.getKey())
                        && !member.getValue().isBoolean();
                copy.set(member.getKey(), secret ? copy.textNode(SafeText.MASK) : masked(member.getValue()));
            });
            return copy;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(element -> copy.add(masked(element)));
            return copy;
        }
        return value;
    }

    private void put(String name, String value) {
        String safeName = SafeText.of(name, MAX_NAME);
        String safe = SafeText.of(value, MAX_VALUE);
        if (members.size() < MAX_MEMBERS) {
            members.put(safeName, safe);
        }
    }
}
