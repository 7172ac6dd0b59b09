package dev.holdfast.device.realm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.testrealm.Vectors;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @TestFactory
    @DisplayName("A3 origins are equal only if both are serialized origins of the same characters")
    Stream<DynamicTest> equality() {
        return Vectors.cases("origins.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    Optional<Origin> a = Origin.parse(one.path("a").textValue());
                    Optional<Origin> b = Origin.parse(one.path("b").textValue());
                    assertThat(a.isPresent() && a.equals(b))
                            .isEqualTo(one.path("equal").booleanValue());
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "https://idp.example.com/realms/acme, https://idp.example.com",
        "https://idp.example.com:443/, https://idp.example.com",
        "http://idp.example.com:80/, http://idp.example.com",
        "https://idp.example.com:80/, https://idp.example.com:80",
        "https://IDP.Example.com/, https://idp.example.com",
        "http://localhost:8080/auth/, http://localhost:8080",
        "http://[::1]:8080/, http://[::1]:8080"
    })
    @DisplayName("RFC 6454 section 6.2: the origin of a URL is written as browsers write it")
    void ofUrl(URI url, String origin) {
        assertThat(Origin.of(url).value()).isEqualTo(origin);
        assertThat(Origin.parse(origin)).contains(Origin.of(url));
    }
}
