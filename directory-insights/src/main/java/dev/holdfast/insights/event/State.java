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
    private static final int MAX_ALL = 12_000;
    private static final int MAX_REPRESENTATION = 200_000;

    /** Members that hold the settings themselves. */
    private static final Set<String> HOLDERS = Set.of("config", "attributes", "document", "settings");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> members = new LinkedHashMap<>();
    private int length;

    private State() {}

    static Map<String, String> of(Optional<String> representation) {
        State state = new State();
        representation
                .filter(text -> text.length() <= MAX_REPRESENTATION)
                .flatMap(State::parse)
                .ifPresent(state::read);
        return state.members;
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
        int length = 0;
        for (JsonNode each : list.get()) {
            String field = SafeText.of(each.path("field").asText(), MAX_NAME);
            Change change = new Change(field, value(field, each, "from", "removed"), value(field, each, "to", "added"));
            length += field.length()
                    + change.from().orElse("").length()
                    + change.to().orElse("").length();
            if (changes.size() == MAX_MEMBERS || length > MAX_ALL) {
                break;
            }
            changes.add(change);
        }
        return Optional.of(changes);
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
        return changes;
    }

    /** What a deletion took. */
    static List<Change> removed(Map<String, String> before) {
        List<Change> changes = new ArrayList<>();
        for (String name : new TreeSet<>(before.keySet())) {
            changes.add(new Change(name, Optional.ofNullable(before.get(name)), Optional.empty()));
        }
        return changes;
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
        if (members.size() < MAX_MEMBERS && length + safeName.length() + safe.length() <= MAX_ALL) {
            members.put(safeName, safe);
            length += safeName.length() + safe.length();
        }
    }
}
