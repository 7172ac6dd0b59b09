package dev.holdfast.access.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says field by field what was and what is: {@code [{"field": "disabled", "from": false, "to": true}]}. */
public final class Changes {
    /** A list that is longer is told by what came and went. */
    static final int LONG_LIST = 100;

    private Changes() {}

    /** @param before missing where there was nothing; @param after missing where nothing is left */
    public static ArrayNode between(JsonNode before, JsonNode after) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        Set<String> fields = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            JsonNode from = before.path(field);
            JsonNode to = after.path(field);
            if (!from.equals(to)) {
                changes.add(change(field, from, to));
            }
        }
        return changes;
    }

    public static JsonNode nothing() {
        return MissingNode.getInstance();
    }

    private static ObjectNode change(String field, JsonNode from, JsonNode to) {
        ObjectNode change = JsonNodeFactory.instance.objectNode().put("field", field);
        if (from.size() > LONG_LIST && from.isArray() || to.size() > LONG_LIST && to.isArray()) {
            change.put("count_from", from.size()).put("count_to", to.size());
            change.set("removed", others(from, to));
            change.set("added", others(to, from));
            return change;
        }
        if (!from.isMissingNode()) {
            change.set("from", from);
        }
        if (!to.isMissingNode()) {
            change.set("to", to);
        }
        return change;
    }

    /** The first ones of a list that the other has not. */
    private static ArrayNode others(JsonNode list, JsonNode other) {
        Set<JsonNode> known = new HashSet<>();
        other.forEach(known::add);
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        for (JsonNode entry : list) {
            if (others.size() == LONG_LIST) {
                break;
            }
            if (!known.contains(entry)) {
                others.add(entry);
            }
        }
        return others;
    }
}
