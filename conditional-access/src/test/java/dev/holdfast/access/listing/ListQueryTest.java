package dev.holdfast.access.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A query for a list")
class ListQueryTest {
    private static final List<JsonNode> ENTRIES = List.of(
            json("{'name':'b','priority':10,'disabled':false,'effect':{'action':'deny'},'tags':['x','y']}"),
            json("{'name':'A','priority':9,'disabled':true,'effect':{'action':'allow'}}"),
            json("{'name':'c, d','priority':100,'disabled':false,'effect':{'action':'allow'},'tags':[]}"),
            json("{'name':'none'}"));

    @ParameterizedTest(name = "{0} lets {1} through")
    @CsvSource(
            delimiter = ';',
            value = {
                "name:eq:b; b",
                "name:$eq:b; b",
                "priority:eq:10.0; b",
                "priority:gt:9; b|c, d",
                "priority:ge:9; b|A|c, d",
                "priority:lt:10; A",
                "priority:le:10; b|A",
                "disabled:eq:true; A",
                "disabled:ne:true; b|c, d|none",
                "effect.action:eq:allow; A|c, d",
                "effect.action:ne:allow; b|none",
                "name:search:C; c, d",
                "name:in:A|b; b|A",
                "tags:eq:y; b",
                "tags:ne:y; A|c, d|none",
                "name:eq:c, d; c, d",
                "effect.action:eq:allow,disabled:eq:false; c, d",
                "name:eq:nothing; ''",
                "missing:gt:1; ''",
            })
    @DisplayName("A filter compares numbers as numbers and everything else as text")
    void filters(String filter, String names) {
        assertThat(names(ListQuery.read(null, null, List.of(), List.of(filter))))
                .containsExactlyElementsOf(names.isEmpty() ? List.of() : List.of(names.split("\\|")));
    }

    @Test
    @DisplayName("Sorts by several fields, rising and falling, and puts those without the field last")
    void sorts() {
        assertThat(names(query("name"))).containsExactly("A", "b", "c, d", "none");
        assertThat(names(query("-priority"))).containsExactly("c, d", "b", "A", "none");
        assertThat(names(query("effect.action,-name"))).containsExactly("c, d", "A", "b", "none");
    }

    @Test
    @DisplayName("Sorts numbers before texts, so that an order of mixed values is one")
    void mixed() {
        List<JsonNode> mixed = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            mixed.add(json("{'v':" + i + "}"));
            mixed.add(json("{'v':'" + i % 10 + "x'}"));
        }

        List<JsonNode> sorted =
                ListQuery.read("80", null, List.of("v"), List.of()).of(mixed).entries();

        assertThat(sorted.subList(0, 40)).allMatch(entry -> entry.path("v").isNumber());
        assertThat(sorted.get(40).path("v").asText()).isEqualTo("0x");
    }

    @Test
    @DisplayName("A page is what follows the skipped ones, and its total counts what all filters let through")
    void pages() {
        ListQuery.Page page = ListQuery.read("1", "1", List.of("name"), List.of("priority:gt:0"))
                .of(ENTRIES);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.entries())
                .extracting(entry -> entry.path("name").asText())
                .containsExactly("b");
        assertThat(ListQuery.read("5", "2147483647", List.of(), List.of())
                        .of(ENTRIES)
                        .entries())
                .isEmpty();
    }

    @Test
    @DisplayName("Without a limit there are at least a hundred entries")
    void usualLimit() {
        List<JsonNode> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(json("{'n':" + i + "}"));
        }
        assertThat(ListQuery.read(null, "", List.of(), List.of()).of(many).entries())
                .hasSize(100);
        assertThat(ListQuery.read("150", null, List.of(), List.of()).of(many).entries())
                .hasSize(150);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "name",
                "name:eq",
                "name:is:b",
                ":eq:b",
                "a b:eq:c",
                "name..x:eq:b",
                "name:EQ:b",
                "name::b",
            })
    @DisplayName("A filter that is none is refused with words")
    void refusedFilters(String filter) {
        assertThatThrownBy(() -> ListQuery.read(null, null, List.of(), List.of(filter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("A (filter|field).*");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0", "-1", "10001", "x", "1.5", "99999999999"})
    @DisplayName("A limit outside its bounds is refused with words")
    void refusedLimits(String limit) {
        assertThatThrownBy(() -> ListQuery.read(limit, null, List.of(), List.of()))
                .hasMessage("limit must be a whole number from 1 to 10000");
    }

    @Test
    @DisplayName("A field to sort by that is none is refused with words")
    void refusedSort() {
        assertThatThrownBy(() -> query("name;drop")).hasMessageStartingWith("A field is named by");
        assertThatThrownBy(() -> query("-")).hasMessageStartingWith("A field is named by");
    }

    private static ListQuery query(String sort) {
        return ListQuery.read(null, null, List.of(sort), List.of());
    }

    private static List<String> names(ListQuery query) {
        return query.of(ENTRIES).entries().stream()
                .map(entry -> entry.path("name").asText())
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
