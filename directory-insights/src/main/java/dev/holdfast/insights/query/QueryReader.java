package dev.holdfast.insights.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads queries. What it does not know it refuses: a member that is ignored would answer another question. */
public final class QueryReader {
    /** Bytes of a query, at most. */
    public static final int MAX_BYTES = 65_536;

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_VALUES = 500;
    private static final int MAX_TEXT = 255;
    private static final int MAX_FIELDS = 50;
    private static final Set<String> SERVICES = Set.of("directory", "sso", "mfa", "systems");
    private static final Set<String> MEMBERS =
            Set.of("service", "start_time", "end_time", "limit", "sort", "fields", "search_term", "search_after");
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern FIELD = Pattern.compile("[a-z_]{1,40}(\\.[A-Za-z_]{1,40}){0,3}");
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxStringLength(4_096)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode body;
    private final Instant now;
    private int values;

    private QueryReader(ObjectNode body, Instant now) {
        this.body = body;
        this.now = now;
    }

    /**
     * Begins to read a request's body.
     *
     * @param now the end of time where none is asked
     * @throws QueryProblemException if it is no JSON object
     */
    public static QueryReader of(byte[] body, Instant now) {
        if (body.length > MAX_BYTES) {
            throw new QueryProblemException("", "A query has at most " + MAX_BYTES + " bytes.");
        }
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new QueryReader(object, now);
            }
        } catch (JsonProcessingException e) {
            throw new QueryProblemException("", "This is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new QueryProblemException("", "This is no JSON.");
        }
        throw new QueryProblemException("", "A query is a JSON object.");
    }

    /** @throws QueryProblemException if it cannot be understood */
    public Query events() {
        return query(Set.of());
    }

    /** The field whose values are asked for. */
    public Field distinctField() {
        String path = text("/field", body.path("field"));
        return Field.of(path)
                // A list has no one value.
                .filter(field -> field != Field.POLICY)
                .orElseThrow(() -> new QueryProblemException("/field", "Take one of " + Field.known() + "."));
    }

    /** The query beside {@link #distinctField}. */
    public Query distinct() {
        return query(Set.of("field"));
    }

    /** The query beside {@link #interval}. */
    public Query intervals() {
        return query(Set.of("interval_unit", "interval_value", "timezone"));
    }

    /** The pieces of the query's time. */
    public Interval interval() {
        Duration unit = switch (text("/interval_unit", body.path("interval_unit"))) {
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            case "w" -> Duration.ofDays(7);
            default -> throw new QueryProblemException("/interval_unit", "Take m, h, d or w.");
        };
        long count = body.has("interval_value") ? whole("/interval_value", body.path("interval_value"), 1, 1_000) : 1;
        Duration length = unit.multipliedBy(count);
        Query query = intervals();
        if (Duration.between(query.from(), query.to()).dividedBy(length) >= Interval.MAX_PIECES) {
            throw new QueryProblemException(
                    "/interval_value", "More than " + Interval.MAX_PIECES + " pieces: take longer ones, or less time.");
        }
        return new Interval(length, offset());
    }

    private Duration offset() {
        JsonNode zone = body.path("timezone");
        if (zone.isMissingNode()) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(ZoneOffset.of(text("/timezone", zone)).getTotalSeconds());
        } catch (DateTimeException e) {
            throw new QueryProblemException("/timezone", "Take an offset such as -0500 or Z.");
        }
    }

    private Query query(Set<String> more) {
        for (String member : names(body)) {
            if (!MEMBERS.contains(member) && !more.contains(member)) {
                throw new QueryProblemException("/" + escaped(member), "This member is not known.");
            }
        }
        if (!body.has("start_time")) {
            throw new QueryProblemException("/start_time", "start_time is missing.");
        }
        Instant from = time("/start_time", body.path("start_time"));
        Instant to = body.has("end_time") ? time("/end_time", body.path("end_time")) : now;
        if (to.isBefore(from)) {
            throw new QueryProblemException("/end_time", "The end is before the start.");
        }
        values = 0;
        return new Query(
                services(),
                from,
                to,
                body.has("limit") ? (int) whole("/limit", body.path("limit"), 1, Query.MAX_LIMIT) : DEFAULT_LIMIT,
                ascending(),
                fields(),
                body.has("search_term") ? term("/search_term", body.path("search_term"), 0) : Term.everything(),
                after());
    }

    private List<String> services() {
        JsonNode asked = body.path("service");
        List<String> services = new ArrayList<>();
        List<JsonNode> all = new ArrayList<>();
        if (asked.isArray()) {
            asked.forEach(all::add);
        } else if (!asked.isMissingNode()) {
            all.add(asked);
        }
        for (JsonNode each : all) {
            String service = text("/service", each);
            if (service.equals("all")) {
                return List.of();
            }
            if (!SERVICES.contains(service)) {
                throw new QueryProblemException("/service", "Take all, or some of " + new TreeSet<>(SERVICES) + ".");
            }
            services.add(service);
        }
        return services;
    }

    private boolean ascending() {
        if (!body.has("sort")) {
            return false;
        }
        return switch (text("/sort", body.path("sort"))) {
            case "ASC" -> true;
            case "DESC" -> false;
            default -> throw new QueryProblemException("/sort", "Take ASC or DESC.");
        };
    }

    private List<String> fields() {
        JsonNode asked = body.path("fields");
        if (asked.isMissingNode()) {
            return List.of();
        }
        if (!asked.isArray() || asked.size() > MAX_FIELDS) {
            throw new QueryProblemException("/fields", "A list of at most " + MAX_FIELDS + " names.");
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = text("/fields/" + i, asked.get(i));
            if (!FIELD.matcher(name).matches()) {
                throw new QueryProblemException("/fields/" + i, "This is no name of a field.");
            }
            fields.add(name);
        }
        return fields;
    }

    private Optional<Query.Place> after() {
        JsonNode after = body.path("search_after");
        if (after.isMissingNode()) {
            return Optional.empty();
        }
        if (after.isArray()
                && after.size() == 2
                && (after.get(0).isTextual() || after.get(0).isIntegralNumber())
                && after.get(1).isTextual()
                && ID.matcher(after.get(1).asText()).matches()) {
            try {
                return Optional.of(new Query.Place(
                        Long.parseLong(after.get(0).asText()), after.get(1).asText()));
            } catch (NumberFormatException e) {
                // Answered below.
            }
        }
        throw new QueryProblemException(
                "/search_after", "Take what the header X-Search_after of the answer before said.");
    }

    private Term term(String pointer, JsonNode json, int depth) {
        if (depth > MAX_DEPTH) {
            throw new QueryProblemException(pointer, "Deeper than " + MAX_DEPTH + " levels.");
        }
        if (!json.isObject()) {
            throw new QueryProblemException(pointer, "A JSON object is wanted here.");
        }
        List<Term> terms = new ArrayList<>();
        for (String name : names(json)) {
            String below = pointer + "/" + escaped(name);
            JsonNode value = json.path(name);
            terms.add(
                    switch (name) {
                        case "and" -> new Term.All(list(below, value, depth));
                        case "or" -> new Term.Any(some(below, list(below, value, depth)));
                        case "not" ->
                            new Term.Not(
                                    value.isArray()
                                            ? new Term.Any(some(below, list(below, value, depth)))
                                            : term(below, value, depth + 1));
                        default -> leaf(below, name, value);
                    });
        }
        return terms.size() == 1 ? terms.get(0) : new Term.All(terms);
    }

    private List<Term> list(String pointer, JsonNode json, int depth) {
        List<Term> terms = new ArrayList<>();
        if (json.isObject()) {
            terms.add(term(pointer, json, depth + 1));
            return terms;
        }
        if (!json.isArray()) {
            throw new QueryProblemException(pointer, "A list of JSON objects is wanted here.");
        }
        for (int i = 0; i < json.size(); i++) {
            count(pointer);
            terms.add(term(pointer + "/" + i, json.get(i), depth + 1));
        }
        return terms;
    }

    private static List<Term> some(String pointer, List<Term> terms) {
        if (terms.isEmpty()) {
            throw new QueryProblemException(pointer, "An empty list matches nothing.");
        }
        return terms;
    }

    private Term leaf(String pointer, String name, JsonNode value) {
        Field field = Field.of(name)
                .orElseThrow(() -> new QueryProblemException(
                        pointer, "Not a field to search; take one of " + Field.known() + "."));
        JsonNode wanted = value;
        if (value.isObject()) {
            if (value.size() != 1 || !value.path("$in").isArray()) {
                throw new QueryProblemException(pointer, "Take a value, a list of values, or {\"$in\": [values]}.");
            }
            wanted = value.path("$in");
        }
        List<JsonNode> all = new ArrayList<>();
        if (wanted.isArray()) {
            wanted.forEach(all::add);
        } else {
            all.add(wanted);
        }
        if (all.isEmpty()) {
            throw new QueryProblemException(pointer, "An empty list matches nothing.");
        }
        return field.isFlag() ? flags(pointer, field, all) : texts(pointer, field, all);
    }

    private Term flags(String pointer, Field field, List<JsonNode> all) {
        List<Term> terms = new ArrayList<>();
        for (JsonNode each : all) {
            count(pointer);
            if (!each.isBoolean()) {
                throw new QueryProblemException(pointer, "true or false is wanted here.");
            }
            terms.add(new Term.Flag(field, each.asBoolean()));
        }
        return terms.size() == 1 ? terms.get(0) : new Term.Any(terms);
    }

    private Term texts(String pointer, Field field, List<JsonNode> all) {
        List<String> exact = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        for (JsonNode each : all) {
            count(pointer);
            String text = text(pointer, each);
            if (text.endsWith("*")) {
                prefixes.add(text.substring(0, text.length() - 1));
            } else {
                exact.add(text);
            }
        }
        return new Term.Text(field, exact, prefixes);
    }

    private void count(String pointer) {
        if (++values > MAX_VALUES) {
            throw new QueryProblemException(pointer, "More than " + MAX_VALUES + " values.");
        }
    }

    private static Instant time(String pointer, JsonNode json) {
        try {
            Instant time = OffsetDateTime.parse(text(pointer, json)).toInstant();
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // Answered below.
        }
        throw new QueryProblemException(pointer, "Take a time of RFC 3339, such as 2026-01-31T08:00:00Z.");
    }

    private static long whole(String pointer, JsonNode json, long min, long max) {
        // Scripts of old send numbers as texts.
        String text = json.isIntegralNumber() || json.isTextual() ? json.asText() : "";
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new QueryProblemException(pointer, "A whole number from " + min + " to " + max + " is wanted here.");
    }

    private static String text(String pointer, JsonNode json) {
        if (!json.isTextual() || json.asText().isEmpty() || json.asText().length() > MAX_TEXT) {
            throw new QueryProblemException(pointer, "A text of 1 to " + MAX_TEXT + " characters is wanted here.");
        }
        if (json.asText().indexOf('\0') >= 0) {
            throw new QueryProblemException(pointer, "No text of a record holds this character.");
        }
        return json.asText();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String escaped(String name) {
        String bounded = name.length() <= MAX_TEXT ? name : name.substring(0, MAX_TEXT);
        return bounded.replace("~", "~0").replace("/", "~1");
    }
}
