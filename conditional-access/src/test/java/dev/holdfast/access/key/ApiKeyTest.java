package dev.holdfast.access.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An API key")
class ApiKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    @DisplayName("Is known again by its hash alone, and no other key is")
    void known() {
        UUID id = UUID.randomUUID();
        ApiKey key = ApiKey.generate(id, RANDOM);
        String hash = key.hash();

        assertThat(ApiKey.read(key.reveal())).hasValueSatisfying(read -> {
            assertThat(read.id()).isEqualTo(id);
            assertThat(read.isKnownBy(hash)).isTrue();
        });
        assertThat(ApiKey.generate(id, RANDOM).isKnownBy(hash)).isFalse();
        assertThat(key.isKnownBy("")).isFalse();
    }

    @Test
    @DisplayName("A54 Neither its hash nor its text for a log shows its secret")
    void secret() {
        ApiKey key = ApiKey.generate(UUID.randomUUID(), RANDOM);
        // The secret may hold the separator itself.
        String secret = key.reveal().substring(("holdfast_" + key.id() + '_').length());

        assertThat(secret).hasSize(43);
        assertThat(key.toString()).doesNotContain(secret);
        assertThat(key.hash()).doesNotContain(secret);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "holdfast_",
                "holdfast_0b8f1c2e-0000-4000-8000-000000000000_short",
                "holdfast_0B8F1C2E-0000-4000-8000-000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "holdfast_0b8f1c2e-0000-4000-8000-000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    @DisplayName("Any other text is none")
    void none(String text) {
        assertThat(ApiKey.read(text)).isEmpty();
    }
}
