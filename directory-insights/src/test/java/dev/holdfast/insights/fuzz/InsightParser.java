package dev.holdfast.insights.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insights.event.AdminEvent;
import dev.holdfast.insights.event.AdminEvents;
import dev.holdfast.insights.event.Circumstances;
import dev.holdfast.insights.event.UserEvent;
import dev.holdfast.insights.event.UserEvents;
import dev.holdfast.insights.query.QueryProblemException;
import dev.holdfast.insights.query.QueryReader;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.insights.record.SignIn;
import dev.holdfast.place.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything of the record that reads what somebody else wrote. */
enum InsightParser {
    QUERY(data -> {
        QueryReader reader = QueryReader.of(data, Instant.parse("2026-05-04T10:00:00Z"));
        assertThat(reader.events().limit()).isPositive();
    }),
    INTERVAL(data -> assertThat(QueryReader.of(data, Instant.parse("2026-05-04T10:00:00Z"))
                    .interval()
                    .length()
                    .isZero())
            .isFalse()),
    DISTINCT(data -> assertThat(
                    QueryReader.of(data, Instant.parse("2026-05-04T10:00:00Z")).distinctField())
            .isNotNull()),
    REPRESENTATION(data -> AdminEvents.record(new AdminEvent(
                    circumstances(),
                    "UPDATE",
                    "COMPONENT",
                    "components/c1",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.of(text(data)),
                    Optional.empty(),
                    false,
                    Optional.empty()))
            .ifPresent(record -> assertThat(RecordJson.text(record).length()).isLessThan(200_000))),
    DECISION(data -> UserEvents.record(new UserEvent(
                    circumstances(),
                    "LOGIN",
                    Optional.of(text(data)),
                    Optional.of(text(data)),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("access_decision", "deny", "access_policies", text(data), "access_reasons", text(data)),
                    Map.of()))
            .ifPresent(record ->
                    assertThat(SignIn.read(RecordJson.text(record)).decision()).contains("deny")));

    private final Reading reading;

    InsightParser(Reading reading) {
        this.reading = reading;
    }

    private interface Reading {
        void read(byte[] data);
    }

    /** Reads. A refusal is as good an end as any, if it is one of those that the reader declares. */
    void read(byte[] data) {
        try {
            reading.read(data);
        } catch (QueryProblemException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static Circumstances circumstances() {
        return new Circumstances(
                new UUID(1, 2), "realm", Instant.EPOCH, Optional.empty(), Place.UNKNOWN, Optional.empty());
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
