package dev.holdfast.insights.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordTest {
    private static InsightRecord record(Place place) {
        return record(place, Instant.parse("2026-05-04T10:20:30.456Z"));
    }

    private static InsightRecord record(Place place, Instant at) {
        return new InsightRecord(
                new UUID(1, 2),
                "realm",
                at,
                "user_login_attempt",
                Service.DIRECTORY,
                true,
                Optional.empty(),
                new Actor(Actor.Type.USER, Optional.of("u1"), Optional.of("jürgen"), Optional.empty()),
                Optional.of("203.0.113.9"),
                place,
                Optional.of("Firefox"),
                List.of("password"),
                Optional.of("TOTP"),
                Optional.of(new Device("d1", Optional.of("laptop"))),
                Access.notAsked(),
                Optional.of(new Subject("application", Optional.of("shop"), Optional.empty())),
                List.of(),
                Map.of());
    }

    @Test
    @DisplayName("I3 a record as JSON, in ASCII alone, with what is known and without what is not")
    void json() {
        Place graz = new Place.Located(
                "AT",
                Optional.of("EU"),
                Optional.of("AT-6"),
                Optional.of("Graz"),
                OptionalDouble.of(47.1),
                OptionalDouble.of(15.4));
        assertThat(RecordJson.text(record(graz)))
                .isEqualTo(
                        "{\"id\":\"00000000-0000-0001-0000-000000000002\",\"service\":\"directory\","
                                + "\"event_type\":\"user_login_attempt\",\"timestamp\":\"2026-05-04T10:20:30.456Z\",\"success\":true,"
                                + "\"initiated_by\":{\"type\":\"user\",\"id\":\"u1\",\"username\":\"j\\u00FCrgen\"},"
                                + "\"client_ip\":\"203.0.113.9\",\"geoip\":{\"status\":\"located\",\"country_code\":\"AT\","
                                + "\"continent_code\":\"EU\",\"region_code\":\"AT-6\",\"city\":\"Graz\",\"latitude\":47.1,"
                                + "\"longitude\":15.4},\"useragent\":{\"raw\":\"Firefox\"},\"mfa\":true,\"mfa_meta\":{\"type\":"
                                + "\"TOTP\"},\"auth_context\":{\"auth_methods\":{\"password\":{\"success\":true}},\"system\":{\"id\":"
                                + "\"d1\",\"displayName\":\"laptop\"}},\"resource\":{\"type\":\"application\",\"id\":\"shop\"}}");
        for (Place place : List.of(graz, Place.UNKNOWN, Place.PRIVATE_NETWORK)) {
            assertThat(SignIn.read(RecordJson.text(record(place))).place()).isEqualTo(place);
        }
    }

    @Test
    @DisplayName(
            "RFC 3339 section 5.1: timestamps have milliseconds also at a whole second, so that they sort as texts")
    void timestamps() {
        Instant second = Instant.parse("2026-05-04T10:20:30Z");
        assertThat(RecordJson.write(record(Place.UNKNOWN, second))
                        .path("timestamp")
                        .asText())
                .isEqualTo("2026-05-04T10:20:30.000Z")
                .isLessThan(RecordJson.write(record(Place.UNKNOWN, second.plusMillis(70)))
                        .path("timestamp")
                        .asText());
    }

    @Test
    @DisplayName("I1 ids grow with time, bear version 7 of RFC 9562 and differ within a millisecond")
    void ids() {
        Random random = new Random(7);
        Instant now = Instant.parse("2026-05-04T10:20:30.456Z");
        UUID first = RecordId.at(now, random);
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
        assertThat(RecordId.at(now, random)).isNotEqualTo(first);
        assertThat(RecordId.at(now.plusMillis(1), random).toString()).isGreaterThan(first.toString());
    }

    @Test
    @DisplayName("I1 a name that is none, a success with an error, and a text that is no record are refused")
    void guarded() {
        InsightRecord good = record(Place.UNKNOWN);
        assertThatThrownBy(() -> new InsightRecord(
                        good.id(),
                        "r",
                        good.at(),
                        "No Name",
                        good.service(),
                        true,
                        Optional.empty(),
                        good.initiatedBy(),
                        good.clientIp(),
                        good.place(),
                        good.userAgent(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        good.access(),
                        Optional.empty(),
                        List.of(),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InsightRecord(
                        good.id(),
                        "r",
                        good.at(),
                        good.type(),
                        good.service(),
                        true,
                        Optional.of("no"),
                        good.initiatedBy(),
                        good.clientIp(),
                        good.place(),
                        good.userAgent(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        good.access(),
                        Optional.empty(),
                        List.of(),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        for (String text : List.of("", "[]", "{", "7")) {
            assertThatThrownBy(() -> RecordJson.read(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
