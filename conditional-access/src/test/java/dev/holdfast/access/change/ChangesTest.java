package dev.holdfast.access.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I5 What a change changed")
class ChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("Each field that differs is told with what it was and what it is")
    void between() throws Exception {
        assertThat(Changes.between(
                        JSON.readTree("{\"a\":1,\"b\":[1],\"c\":{\"d\":true},\"gone\":\"x\"}"),
                        JSON.readTree("{\"a\":1,\"b\":[2],\"c\":{\"d\":false},\"new\":null}")))
                .isEqualTo(JSON.readTree("[{\"field\":\"b\",\"from\":[1],\"to\":[2]},"
                        + "{\"field\":\"c\",\"from\":{\"d\":true},\"to\":{\"d\":false}},"
                        + "{\"field\":\"gone\",\"from\":\"x\"},{\"field\":\"new\",\"to\":null}]"));
    }

    @Test
    @DisplayName("Something new has no former value, something deleted no later one")
    void ends() throws Exception {
        assertThat(Changes.between(Changes.nothing(), JSON.readTree("{\"a\":1}")))
                .isEqualTo(JSON.readTree("[{\"field\":\"a\",\"to\":1}]"));
        assertThat(Changes.between(JSON.readTree("{\"a\":1}"), Changes.nothing()))
                .isEqualTo(JSON.readTree("[{\"field\":\"a\",\"from\":1}]"));
        assertThat(Changes.between(JSON.readTree("{\"a\":1}"), JSON.readTree("{\"a\":1}")))
                .isEmpty();
    }

    @Test
    @DisplayName("Of a long list what came and what went is told, and never more than a hundred of each")
    void longLists() {
        ObjectNode before = list(0, 1_000);
        ObjectNode after = list(1, 1_500);

        var change = Changes.between(before, after).get(0);

        assertThat(change.path("count_from").asInt()).isEqualTo(1_000);
        assertThat(change.path("count_to").asInt()).isEqualTo(1_499);
        assertThat(change.path("removed")).hasSize(1);
        assertThat(change.path("removed").get(0).asText()).isEqualTo("10.0.0.0");
        assertThat(change.path("added")).hasSize(100);
        assertThat(change.has("from")).isFalse();
    }

    private static ObjectNode list(int from, int to) {
        ObjectNode list = JSON.createObjectNode();
        var entries = list.putArray("ips");
        IntStream.range(from, to).forEach(i -> entries.add("10.0." + i / 256 + '.' + i % 256));
        return list;
    }
}
