package dev.holdfast.device.posture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The facts of one report, each at most once. Facts that this version does not know are left out. */
public record Facts(Map<Fact, Observation> observations) {
    /** Characters that a report's facts have as JSON, at most: values, means and names are all bounded. */
    public static final int MAX_JSON = 4_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    public Facts {
        observations.forEach(Facts::requireKind);
        observations = Map.copyOf(observations);
    }

    /**
     * Reads {@code {"<fact>": {"value": …, "by"?: "…"} | {"unknown": "<reason>", "by"?: "…"}}}.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST} if a fact that is known has
     *     another form
     */
    public static Facts parse(Claims object) {
        Map<Fact, Observation> found = new EnumMap<>(Fact.class);
        for (Fact fact : Fact.values()) {
            if (object.has(fact.word())) {
                found.put(fact, observation(fact, object.object(fact.word())));
            }
        }
        if (found.isEmpty()) {
            throw Refusal.INVALID_REQUEST.because("no fact that is known");
        }
        return new Facts(found);
    }

    /** Reads what {@link #json} wrote. */
    public static Facts stored(String json) {
        return parse(Claims.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Observation observation(Fact fact, Claims object) {
        String by = object.has("by") ? object.text("by", Observation.WORD) : null;
        if (object.has("unknown") == object.has("value")) {
            throw Refusal.INVALID_REQUEST.because(fact.word() + " has not one of value and unknown");
        }
        if (object.has("unknown")) {
            return new Observation.Unknown(object.text("unknown", Observation.WORD), by);
        }
        return switch (fact.kind()) {
            case TEXT -> new Observation.Text(object.text("value", Observation.Text.FORM), by);
            case FLAG -> new Observation.Flag(object.flag("value"), by);
            case COUNT -> {
                long count = object.integer("value");
                if (count > Observation.Count.MAX) {
                    throw Refusal.INVALID_REQUEST.because(fact.word() + " is out of bounds");
                }
                yield new Observation.Count(count, by);
            }
        };
    }

    public Optional<Observation> of(Fact fact) {
        return Optional.ofNullable(observations.get(fact));
    }

    /** The facts as they are read, in the order of {@link Fact}. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            of(fact).ifPresent(observation -> shown.put(fact.word(), shown(observation)));
        }
        return shown;
    }

    public String json() {
        try {
            return JSON.writeValueAsString(shown());
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts, numbers and booleans can be written", e);
        }
    }

    private static Map<String, Object> shown(Observation observation) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (observation instanceof Observation.Text text) {
            shown.put("value", text.value());
        } else if (observation instanceof Observation.Flag flag) {
            shown.put("value", flag.value());
        } else if (observation instanceof Observation.Count count) {
            shown.put("value", count.value());
        } else if (observation instanceof Observation.Unknown unknown) {
            shown.put("unknown", unknown.reason());
        }
        String by = observation.by();
        if (by != null) {
            shown.put("by", by);
        }
        return shown;
    }

    private static void requireKind(Fact fact, Observation observation) {
        boolean fits = observation instanceof Observation.Unknown
                || switch (fact.kind()) {
                    case TEXT -> observation instanceof Observation.Text;
                    case FLAG -> observation instanceof Observation.Flag;
                    case COUNT -> observation instanceof Observation.Count;
                };
        if (!fits) {
            throw new IllegalArgumentException(fact + " is a " + fact.kind());
        }
    }
}
