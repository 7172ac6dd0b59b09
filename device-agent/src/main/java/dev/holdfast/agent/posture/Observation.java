package dev.holdfast.agent.posture;

import dev.holdfast.agent.json.JsonObject;

/**
 * A fact that was found, or why it was not.
 *
 * @param value a text, a number or a flag; or the reason for which there is none
 * @param by how it was found: a word of section 14
 */
public record Observation(Fact fact, Value value, String by) {
    private static final int MAX_TEXT = 64;

    /** What was found. */
    public sealed interface Value {}

    /** A text, made fit for the wire. */
    public record Text(String text) implements Value {}

    /** Yes or no. */
    public record Flag(boolean yes) implements Value {}

    /** A count, or seconds. */
    public record Count(long count) implements Value {}

    /** Nothing, for a reason. */
    public record Unknown(Reason reason) implements Value {}

    /** Why a fact could not be found. */
    public enum Reason {
        /** It can be seen by the administrator of the machine alone. */
        NEEDS_ROOT,
        /** This kind of system or disk is not one that the agent understands. */
        NOT_SUPPORTED,
        /** The machine has no such thing, such as a desktop with a screen lock. */
        NOT_FOUND,
        /** The program that would tell is not installed. */
        TOOL_MISSING,
        TIMED_OUT,
        /** An answer came, in a form that the agent does not understand. */
        UNREADABLE,
        /** What the machine knows is too old to say anything. */
        OUT_OF_DATE;

        /** The word on the wire. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A text; an empty one is {@link Reason#UNREADABLE}. */
    public static Observation text(Fact fact, String text, String by) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?").strip();
        return plain.isEmpty()
                ? unknown(fact, Reason.UNREADABLE, by)
                : new Observation(fact, new Text(plain.length() > MAX_TEXT ? plain.substring(0, MAX_TEXT) : plain), by);
    }

    /** Yes or no. */
    public static Observation flag(Fact fact, boolean yes, String by) {
        return new Observation(fact, new Flag(yes), by);
    }

    /** A count from 0 on; one that is absurd is {@link Reason#UNREADABLE}. */
    public static Observation count(Fact fact, long count, String by) {
        return count < 0 || count > 1_000_000_000
                ? unknown(fact, Reason.UNREADABLE, by)
                : new Observation(fact, new Count(count), by);
    }

    /** Nothing was found. */
    public static Observation unknown(Fact fact, Reason reason, String by) {
        return new Observation(fact, new Unknown(reason), by);
    }

    /** Whether there is a value. */
    public boolean isKnown() {
        return !(value instanceof Unknown);
    }

    /** The value, or the reason, for people. */
    public String shown() {
        if (value instanceof Text text) {
            return text.text();
        } else if (value instanceof Flag flag) {
            return flag.yes() ? "yes" : "no";
        } else if (value instanceof Count count) {
            return Long.toString(count.count());
        }
        return "unknown: " + ((Unknown) value).reason().wire();
    }

    /** The form of section 14. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        if (value instanceof Text text) {
            json.put("value", text.text());
        } else if (value instanceof Flag flag) {
            json.put("value", flag.yes());
        } else if (value instanceof Count count) {
            json.put("value", count.count());
        } else if (value instanceof Unknown unknown) {
            json.put("unknown", unknown.reason().wire());
        }
        return json.put("by", by).build();
    }
}
