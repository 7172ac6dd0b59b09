package dev.holdfast.device.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.device.testrealm.Vectors;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DurtTest {
    @TestFactory
    @DisplayName("Section 7: a DURT is hfd1, registration, generation and secret, and nothing that is almost so")
    Stream<DynamicTest> form() {
        return Vectors.cases("durt.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        Optional<Durt> parsed = Durt.parse(one.path("durt").textValue());

        assertThat(parsed.isPresent()).isEqualTo(one.path("well_formed").booleanValue());
        parsed.ifPresent(durt -> {
            assertThat(durt.registration()).hasToString(one.path("registration").textValue());
            assertThat(durt.generation()).isEqualTo(one.path("generation").longValue());
            assertThat(durt.secret()).isEqualTo(one.path("secret").textValue());
            assertThat(durt.reveal()).isEqualTo(one.path("durt").textValue());
        });
    }
}
