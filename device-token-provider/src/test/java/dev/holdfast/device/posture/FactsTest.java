package dev.holdfast.device.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FactsTest {
    @TestFactory
    @DisplayName("A48 Section 14: the published facts are read as the protocol says, and malformed ones refused")
    Stream<DynamicTest> vectors() {
        return Vectors.cases("posture-facts.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    String facts = one.path("facts").toString();
                    if (one.has("code")) {
                        assertThat(one.path("code").asText()).isEqualTo("invalid_request");
                        Refused.with(Refusal.INVALID_REQUEST, () -> parse(facts));
                    } else {
                        assertThat(Claims.parse(parse(facts).json().getBytes(StandardCharsets.UTF_8))
                                        .json())
                                .isEqualTo(one.path("kept").toString());
                    }
                }));
    }

    @Test
    @DisplayName("A48 the largest facts that are taken fit into the database, and come back as they were")
    void largest() {
        Map<Fact, Observation> facts = new EnumMap<>(Fact.class);
        String by = "a".repeat(40);
        Arrays.stream(Fact.values())
                .forEach(fact -> facts.put(
                        fact,
                        switch (fact.kind()) {
                            case TEXT -> new Observation.Text("\"".repeat(64), by);
                            case FLAG -> new Observation.Flag(false, by);
                            case COUNT -> new Observation.Count(Observation.Count.MAX, by);
                        }));
        Facts largest = new Facts(facts);

        assertThat(largest.json()).hasSizeLessThan(Facts.MAX_JSON);
        assertThat(Facts.stored(largest.json())).isEqualTo(largest);
    }

    private static Facts parse(String json) {
        return Facts.parse(Claims.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
}
