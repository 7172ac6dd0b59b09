package dev.holdfast.bench.insights;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One question to the record.
 *
 * @param what for the table
 * @param body as the REST API takes it
 */
public record RecordQuery(String what, Map<String, Object> body) {
    /** The ways in which people look at a record of ninety days: pages of a hundred. */
    public static List<RecordQuery> all(Instant now) {
        return List.of(
                query(now, 90, "newest page", Map.of()),
                query(now, 90, "oldest page", Map.of("sort", "ASC")),
                query(now, 90, "page in the middle", Map.of("search_after", after(now, 45))),
                query(now, 90, "one person", term(Map.of("initiated_by.username", "person-4711"))),
                query(now, 90, "one person's id", term(Map.of("initiated_by.id", "user-4711"))),
                query(now, 90, "failures", term(Map.of("success", false))),
                query(now, 90, "a name of an event, rare", term(Map.of("event_type", "authnpolicy_update"))),
                query(now, 90, "what a report would have done", term(Map.of("auth_context.reported", true))),
                query(now, 90, "no such event", term(Map.of("event_type", "user_lockout"))),
                query(
                        now,
                        1,
                        "failures at an application, a day",
                        term(Map.of(
                                "success", false, "resource.id", "app-5", "not", Map.of("geoip.country_code", "AT")))));
    }

    private static Map<String, Object> term(Map<String, Object> term) {
        return Map.of("search_term", term);
    }

    private static List<String> after(Instant now, int days) {
        return List.of(
                String.valueOf(now.minus(Duration.ofDays(days)).toEpochMilli()),
                "00000000-0000-7000-8000-000000000000");
    }

    private static RecordQuery query(Instant now, int days, String what, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.put("start_time", now.minus(Duration.ofDays(days)).toString());
        body.put("limit", 100);
        return new RecordQuery(what, body);
    }
}
