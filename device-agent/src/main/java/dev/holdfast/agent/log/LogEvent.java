package dev.holdfast.agent.log;

import dev.holdfast.agent.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One line of the log. Its fields are the ones that have a method here, so that adding a secret takes a new method and
 * a reviewer; and what looks like a token is masked all the same.
 */
public final class LogEvent {
    private static final Pattern TOKEN =
            Pattern.compile("hf[de][0-9]?[._][A-Za-z0-9._-]+|eyJ[A-Za-z0-9._-]+|[A-Za-z0-9_-]{43,}");
    private static final int MAX_VALUE = 300;

    private final String name;
    private final Map<String, String> fields = new LinkedHashMap<>();

    private LogEvent(String name) {
        this.name = name;
    }

    /** Starts an event of this name, for example {@code exchange-refused}. */
    public static LogEvent of(String name) {
        return new LogEvent(name);
    }

    /** The realm. */
    public LogEvent issuer(String issuer) {
        return put("issuer", issuer);
    }

    /** The device's id. */
    public LogEvent device(String did) {
        return put("did", did);
    }

    /** The registration's id. */
    public LogEvent registration(String id) {
        return put("registration", id);
    }

    /** The page that asked. */
    public LogEvent origin(String origin) {
        return put("origin", origin);
    }

    /** The kind of request or challenge. */
    public LogEvent kind(String kind) {
        return put("kind", kind);
    }

    /** The error code. */
    public LogEvent error(String code) {
        return put("error", code);
    }

    /** What a person who reads the log should know, without a value that came from outside. */
    public LogEvent detail(String detail) {
        return put("detail", detail);
    }

    /** How long it took. */
    public LogEvent millis(long millis) {
        return put("millis", Long.toString(millis));
    }

    private LogEvent put(String field, String value) {
        String masked = TOKEN.matcher(value).replaceAll("[masked]");
        fields.put(field, masked.length() > MAX_VALUE ? masked.substring(0, MAX_VALUE) : masked);
        return this;
    }

    /** The line, with the time it gets. */
    public JsonObject toJson(String time) {
        JsonObject.Builder line = JsonObject.builder().put("time", time).put("event", name);
        fields.forEach(line::put);
        return line.build();
    }
}
