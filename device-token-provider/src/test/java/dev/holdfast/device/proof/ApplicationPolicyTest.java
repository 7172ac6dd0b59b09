package dev.holdfast.device.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationPolicyTest {
    @ParameterizedTest(name = "application {0}, realm {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, false",
                "-, true, true",
                "true, -, true",
                "true, false, true",
                "false, true, false",
                "' ', true, true",
                "yes, -, true",
                "False, true, false",
                "-, '', false"
            })
    @DisplayName("A35 an application says whether it needs the device, else its realm does")
    void deviceRequired(String application, String realm, boolean required) {
        assertThat(read(
                                application == null ? Map.of() : Map.of("holdfast.deviceRequired", application),
                                realm == null ? Map.of() : Map.of("holdfast.deviceRequired", realm))
                        .deviceRequired())
                .isEqualTo(required);
    }

    @ParameterizedTest(name = "{0} means {1} seconds")
    @CsvSource({
        "300, 300",
        "60, 60",
        "59, 60",
        "-5, 60",
        "2592000, 2592000",
        "2592001, 2592000",
        "an hour, 60",
        "1e3, 60"
    })
    @DisplayName("G10 an application's session length stays within bounds; what cannot be read is the shortest")
    void sessionSeconds(String configured, long seconds) {
        assertThat(read(Map.of("holdfast.sessionSeconds", configured), Map.of()).proofLifetime())
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    @DisplayName(
            "G10 an application that says nothing has the realm's session length, and the realm's is Keycloak's own")
    void silent() {
        assertThat(read(Map.of("holdfast.sessionSeconds", " "), Map.of("holdfast.sessionSeconds", "300"))
                        .proofLifetime())
                .isEmpty();
    }

    private static ApplicationPolicy read(Map<String, String> application, Map<String, String> realm) {
        return ApplicationPolicy.read(application::get, realm::get);
    }
}
