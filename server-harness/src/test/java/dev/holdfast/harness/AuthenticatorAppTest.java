package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorAppTest {

    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1111111111, 050471", "1234567890, 005924", "2000000000, 279037"})
    @DisplayName("RFC 6238 appendix B: the last six digits of the codes with SHA-1")
    void appendixB(long seconds, String code) {
        assertThat(new AuthenticatorApp("12345678901234567890").code(seconds / 30))
                .isEqualTo(code);
    }

    @Test
    @DisplayName("RFC 4648 §6: a secret is typed in base32, in groups or not")
    void typed() {
        assertThat(AuthenticatorApp.typed("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"))
                .isEqualTo(new AuthenticatorApp("12345678901234567890"));
        assertThat(AuthenticatorApp.typed("MZXW6YTBOI======")).isEqualTo(new AuthenticatorApp("foobar"));
    }
}
