package dev.holdfast.agent.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object whose members are asked for by type: a missing or ill-typed member is an error, a member
 * nobody asks for is ignored.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;

    JsonObject(Map<String, @Nullable Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    /**
     * Reads one object under the limits of section 2 of the protocol (65,536 bytes, depth 12, 18 digits, no duplicates).
     *
     * @throws MalformedJsonException if the bytes are anything else
     */
    public static JsonObject parse(byte[] utf8) throws MalformedJsonException {
        return JsonReader.read(utf8);
    }

    /** {@link #parse(byte[])} of a text. */
    public static JsonObject parse(String text) throws MalformedJsonException {
        return JsonReader.read(text);
    }

    /** Starts an object; members keep the order in which they are put. */
    public static Builder builder() {
        return new Builder();
    }

    /** The text member {@code name}. */
    public String string(String name) throws MalformedJsonException {
        return typed(name, String.class);
    }

    /** The text member {@code name}, empty if it is missing or null, an error if it is of another type. */
    public Optional<String> optionalString(String name) throws MalformedJsonException {
        return members.get(name) == null ? Optional.empty() : Optional.of(string(name));
    }

    /** The integer member {@code name}. */
    public long number(String name) throws MalformedJsonException {
        return typed(name, Long.class);
    }

    /** The integer member {@code name}, empty if it is missing or null, an error if it is of another type. */
    public OptionalLong optionalNumber(String name) throws MalformedJsonException {
        return members.get(name) == null ? OptionalLong.empty() : OptionalLong.of(number(name));
    }

    /** The member {@code name} as true or false; missing counts as false. */
    public boolean flag(String name) throws MalformedJsonException {
        return members.get(name) != null && typed(name, Boolean.class);
    }

    /** The object member {@code name}. */
    public JsonObject object(String name) throws MalformedJsonException {
        return typed(name, JsonObject.class);
    }

    /** The object member {@code name}, empty if it is missing or null, an error if it is of another type. */
    public Optional<JsonObject> optionalObject(String name) throws MalformedJsonException {
        return members.get(name) == null ? Optional.empty() : Optional.of(object(name));
    }

    /** The member {@code name}, a list of texts. */
    public List<String> strings(String name) throws MalformedJsonException {
        return list(name, String.class);
    }

    /** The member {@code name}, a list of objects. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        return list(name, JsonObject.class);
    }

    /** Whether a member of this name is there, null included. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The names of all members, in their order. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    private <T> T typed(String name, Class<T> type) throws MalformedJsonException {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new MalformedJsonException("member " + name + " is missing or of the wrong type");
        }
        return type.cast(value);
    }

    private <T> List<T> list(String name, Class<T> type) throws MalformedJsonException {
        List<T> items = new ArrayList<>();
        for (Object item : typed(name, List.class)) {
            if (!type.isInstance(item)) {
                throw new MalformedJsonException("an item of " + name + " is of the wrong type");
            }
            items.add(type.cast(item));
        }
        return List.copyOf(items);
    }

    /** This object as JSON text without spaces, members in their order. */
    public String toJson() {
        return JsonWriter.write(this);
    }

    /** {@link #toJson()} in UTF-8. */
    public byte[] toBytes() {
        return toJson().getBytes(StandardCharsets.UTF_8);
    }

    /** Names the members only: values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }

    /** Collects members. */
    public static final class Builder {
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder() {}

        /** Puts a text. */
        public Builder put(String name, String value) {
            members.put(name, value);
            return this;
        }

        /** Puts an integer. */
        public Builder put(String name, long value) {
            members.put(name, value);
            return this;
        }

        /** Puts true or false. */
        public Builder put(String name, boolean value) {
            members.put(name, value);
            return this;
        }

        /** Puts an object. */
        public Builder put(String name, JsonObject value) {
            members.put(name, value);
            return this;
        }

        /** Puts a list of texts. */
        public Builder putStrings(String name, List<String> values) {
            members.put(name, List.copyOf(values));
            return this;
        }

        /** Puts a list of objects. */
        public Builder putObjects(String name, List<JsonObject> values) {
            members.put(name, List.copyOf(values));
            return this;
        }

        /** Puts a text if there is one. */
        public Builder putIfPresent(String name, @Nullable String value) {
            if (value != null) {
                members.put(name, value);
            }
            return this;
        }

        /** Puts all members of another object. */
        public Builder putAll(JsonObject other) {
            members.putAll(other.members());
            return this;
        }

        /** The object. */
        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(members));
        }
    }
}
