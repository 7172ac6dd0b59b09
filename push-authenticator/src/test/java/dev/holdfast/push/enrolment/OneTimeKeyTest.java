package dev.holdfast.push.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.push.testrealm.PushVectors;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OneTimeKeyTest {
    static Stream<JsonNode> codes() {
        return PushVectors.cases("push-codes.json");
    }

    @ParameterizedTest
    @MethodSource("codes")
    @DisplayName("Push §4: what a person types is read as the vectors say")
    void typed(JsonNode vector) {
        assertThat(OneTimeKey.typed(vector.path("typed").asText()).map(OneTimeKey::value))
                .isEqualTo(java.util.Optional.ofNullable(vector.path("key").textValue()));
    }

    @RepeatedTest(20)
    @DisplayName("Push §4: a key that was made is read again in the form in which it is shown")
    void shownAndTyped() {
        OneTimeKey key = OneTimeKey.generate(new SecureRandom());

        assertThat(OneTimeKey.typed(key.grouped())).contains(key);
        assertThat(key.grouped()).hasSize(19);
        assertThat(key).hasToString("OneTimeKey[…]");
    }
}
