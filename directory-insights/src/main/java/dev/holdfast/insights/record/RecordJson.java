package dev.holdfast.insights.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.place.Place;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A record as JSON: as it stands in the table, in answers, in exports and at webhooks. */
public final class RecordJson {
    /** In ASCII alone, so that no database's character set matters. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** RFC 3339 with milliseconds, also where they are none: of equal length, timestamps sort as the texts that they are. */
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private RecordJson() {}

    public static String text(InsightRecord record) {
        return text(write(record));
    }

    public static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can be written", e);
        }
    }

    /** @throws IllegalArgumentException if it is no record that was written here */
    public static ObjectNode read(String payload) {
        try {
            if (JSON.readTree(payload) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new IllegalArgumentException("no record");
    }

    public static ObjectNode write(InsightRecord record) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", record.id().toString());
        json.put("service", record.service().word());
        json.put("event_type", record.type());
        json.put("timestamp", TIMESTAMP.format(record.at()));
        json.put("success", record.success());
        record.error().ifPresent(error -> json.put("error_message", error));
        write(record.initiatedBy(), json.putObject("initiated_by"));
        record.clientIp().ifPresent(ip -> json.put("client_ip", ip));
        if (record.clientIp().isPresent()) {
            write(record.place(), json.putObject("geoip"));
        }
        record.userAgent().ifPresent(agent -> json.putObject("useragent").put("raw", agent));
        json.put("mfa", record.mfaType().isPresent());
        record.mfaType().ifPresent(type -> json.putObject("mfa_meta").put("type", type));
        ObjectNode context = authContext(record);
        if (!context.isEmpty()) {
            json.set("auth_context", context);
        }
        record.resource().ifPresent(subject -> {
            ObjectNode resource = json.putObject("resource");
            resource.put("type", subject.type());
            subject.id().ifPresent(id -> resource.put("id", id));
            subject.name().ifPresent(name -> resource.put("name", name));
        });
        if (!record.changes().isEmpty()) {
            ArrayNode changes = json.putArray("changes");
            record.changes().forEach(change -> {
                ObjectNode each = changes.addObject().put("field", change.field());
                change.from().ifPresent(from -> each.put("from", from));
                change.to().ifPresent(to -> each.put("to", to));
            });
        }
        if (!record.after().isEmpty()) {
            ObjectNode after = json.putObject("after");
            new TreeMap<>(record.after()).forEach(after::put);
        }
        return json;
    }

    /** What a resource was after a record, by member. */
    public static Map<String, String> after(ObjectNode record) {
        Map<String, String> after = new TreeMap<>();
        record.path("after")
                .properties()
                .forEach(member -> after.put(member.getKey(), member.getValue().asText()));
        return after;
    }

    private static void write(Actor actor, ObjectNode json) {
        json.put("type", actor.type().word());
        actor.id().ifPresent(id -> json.put("id", id));
        actor.username().ifPresent(name -> json.put("username", name));
        actor.email().ifPresent(email -> json.put("email", email));
    }

    private static void write(Place place, ObjectNode json) {
        if (place instanceof Place.Located located) {
            json.put("status", "located");
            json.put("country_code", located.country());
            located.continent().ifPresent(continent -> json.put("continent_code", continent));
            located.region().ifPresent(region -> json.put("region_code", region));
            located.city().ifPresent(city -> json.put("city", city));
            located.latitude().ifPresent(latitude -> json.put("latitude", latitude));
            located.longitude().ifPresent(longitude -> json.put("longitude", longitude));
        } else {
            json.put("status", place instanceof Place.PrivateNetwork ? "private" : "unknown");
        }
    }

    private static ObjectNode authContext(InsightRecord record) {
        ObjectNode context = JSON.createObjectNode();
        if (!record.methods().isEmpty()) {
            ObjectNode methods = context.putObject("auth_methods");
            record.methods().forEach(method -> methods.putObject(method).put("success", true));
        }
        record.device().ifPresent(device -> {
            ObjectNode system = context.putObject("system").put("id", device.id());
            device.name().ifPresent(name -> system.put("displayName", name));
        });
        Access access = record.access();
        access.decision().ifPresent(decision -> context.put("decision", decision));
        if (!access.policies().isEmpty()) {
            ArrayNode policies = context.putArray("policies_applied");
            access.policies()
                    .forEach(policy -> policies.addObject()
                            .put("id", policy.id())
                            .put("name", policy.name())
                            .put("action", policy.action())
                            .put("mode", policy.mode()));
        }
        texts(context, "reasons", access.reasons());
        texts(context, "factors", access.factors());
        if (access.breakGlass()) {
            context.put("break_glass", true);
        }
        return context;
    }

    private static void texts(ObjectNode json, String name, Iterable<String> texts) {
        if (texts.iterator().hasNext()) {
            texts.forEach(json.withArrayProperty(name)::add);
        }
    }
}
