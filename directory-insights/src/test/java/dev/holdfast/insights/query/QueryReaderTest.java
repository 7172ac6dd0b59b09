package dev.holdfast.insights.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryReaderTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static QueryReader reader(String json) {
        return QueryReader.of(json.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static Query read(String members) {
        return reader("{\"start_time\":\"2026-05-01T00:00:00Z\"" + (members.isEmpty() ? "" : "," + members) + "}")
                .events();
    }

    @Test
    @DisplayName("I1 what a query leaves out has its default: all services, until now, a thousand, the newest first")
    void defaults() {
        Query query = read("");
        assertThat(query)
                .isEqualTo(new Query(
                        List.of(),
                        Instant.parse("2026-05-01T00:00:00Z"),
                        NOW,
                        1_000,
                        false,
                        List.of(),
                        Term.everything(),
                        Optional.empty()));
        assertThat(read("\"service\":[\"all\"]").services()).isEmpty();
        assertThat(read("\"service\":\"sso\"").services()).containsExactly("sso");
        assertThat(read("\"limit\":\"10000\",\"sort\":\"ASC\"").limit()).isEqualTo(10_000);
        assertThat(read("\"search_after\":[\"1777888\",\"0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11\"]")
                        .after())
                .contains(new Query.Place(1_777_888, "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11"));
    }

    @Test
    @DisplayName("I1 and, or, not, lists as or, $in, siblings as and, prefixes by a star at the end")
    void terms() {
        assertThat(read("\"search_term\":{\"event_type\":[\"a\",\"b*\"],\"success\":false}")
                        .term())
                .isEqualTo(new Term.All(List.of(
                        new Term.Text(Field.EVENT_TYPE, List.of("a"), List.of("b")),
                        new Term.Flag(Field.SUCCESS, false))));
        assertThat(
                        read("\"search_term\":{\"not\":{\"or\":[{\"initiated_by.username\":{\"$in\":[\"x\"]}},{\"mfa\":true}]}}")
                                .term())
                .isEqualTo(new Term.Not(new Term.Any(List.of(
                        new Term.Text(Field.USERNAME, List.of("x"), List.of()), new Term.Flag(Field.MFA, true)))));
        assertThat(read("\"search_term\":{\"and\":[]}").term()).isEqualTo(Term.everything());
        assertThat(read("\"search_term\":{\"not\":[{\"id\":\"1\"},{\"id\":\"2\"}]}")
                        .term())
                .isInstanceOf(Term.Not.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("I1 what cannot be understood is refused with its place, never ignored")
    @CsvSource(
            delimiter = '|',
            value = {
                "/foo | \"foo\":1",
                "/limit | \"limit\":0",
                "/limit | \"limit\":10001",
                "/limit | \"limit\":1.5",
                "/sort | \"sort\":\"UP\"",
                "/service | \"service\":\"ldap\"",
                "/end_time | \"end_time\":\"2026-04-01T00:00:00Z\"",
                "/end_time | \"end_time\":\"yesterday\"",
                "/fields/0 | \"fields\":[\"a b\"]",
                "/search_after | \"search_after\":[1]",
                "/search_after | \"search_after\":[\"99999999999999999999\",\"0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11\"]",
                "/search_term | \"search_term\":[]",
                "/search_term/password | \"search_term\":{\"password\":\"x\"}",
                "/search_term/or | \"search_term\":{\"or\":[]}",
                "/search_term/or/1/id | \"search_term\":{\"or\":[{\"id\":\"1\"},{\"id\":7}]}",
                "/search_term/success | \"search_term\":{\"success\":\"true\"}",
                "/search_term/id | \"search_term\":{\"id\":{\"$gt\":\"1\"}}",
                "/search_term/id | \"search_term\":{\"id\":[]}",
                "/search_term/a~1b | \"search_term\":{\"a/b\":\"1\"}"
            })
    void refused(String pointer, String members) {
        assertThatThrownBy(() -> read(members)).isInstanceOfSatisfying(QueryProblemException.class, problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.getMessage()).isNotBlank();
        });
    }

    @Test
    @DisplayName("A48 a query that is no JSON, too long, too deep, with too many values or a member twice is refused")
    void bounded() {
        String deep = "{\"not\":".repeat(12) + "{}" + "}".repeat(12);
        String many = "[" + "\"x\",".repeat(600) + "\"x\"]";
        for (String json : List.of(
                "",
                "[]",
                "{",
                "{} {}",
                "{\"start_time\":\"2026-05-01T00:00:00Z\",\"limit\":1,\"limit\":2}",
                "{\"start_time\":\"2026-05-01T00:00:00Z\",\"search_term\":" + deep + "}",
                "{\"start_time\":\"2026-05-01T00:00:00Z\",\"search_term\":{\"id\":" + many + "}}",
                "{\"a\":\"" + "x".repeat(70_000) + "\"}",
                "{}")) {
            assertThatThrownBy(() -> reader(json).events()).as(json).isInstanceOf(QueryProblemException.class);
        }
    }

    @Test
    @DisplayName("I1 distinct values of a known field, and pieces of time that are not too many, in somebody's days")
    void others() {
        assertThat(reader("{\"start_time\":\"2026-05-01T00:00:00Z\",\"field\":\"event_type\"}")
                        .distinctField())
                .isEqualTo(Field.EVENT_TYPE);
        QueryReader days =
                reader("{\"start_time\":\"2026-05-01T00:00:00Z\",\"interval_unit\":\"d\",\"interval_value\":\"1\","
                        + "\"timezone\":\"-0500\"}");
        assertThat(days.interval()).isEqualTo(new Interval(Duration.ofDays(1), Duration.ofHours(-5)));
        assertThatThrownBy(() -> reader("{\"start_time\":\"2026-05-01T00:00:00Z\",\"interval_unit\":\"m\"}")
                        .interval())
                .hasMessageContaining("pieces");
        assertThatThrownBy(() -> reader("{\"field\":\"payload\"}").distinctField())
                .isInstanceOf(QueryProblemException.class);
    }
}
