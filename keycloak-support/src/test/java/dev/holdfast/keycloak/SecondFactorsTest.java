package dev.holdfast.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SecondFactorsTest {
    @Test
    @DisplayName("Codes, security keys, passkeys, phones and devices are second factors; what unlocks a device is none")
    void usual() {
        assertThat(SecondFactors.mapped(List.of()).types())
                .containsExactlyInAnyOrder(
                        "otp", "webauthn", "webauthn-passwordless", "holdfast-phone", "holdfast-device");
    }

    @Test
    @DisplayName("What a realm maps is one too, but never a password, recovery codes, or what unlocks a device")
    void mapped() {
        assertThat(SecondFactors.mapped(List.of(
                                "duo", "password", "password-history", "recovery-authn-codes", "holdfast-unlock"))
                        .types())
                .containsExactlyInAnyOrder(
                        "otp", "webauthn", "webauthn-passwordless", "holdfast-phone", "holdfast-device", "duo");
    }

    @Test
    @DisplayName("A mapping names authenticators behind the factor")
    void mapping() {
        assertThat(SecondFactors.authenticators(List.of("DUO=duo-universal, duo-old", "TOTP=auth-otp-form", "X=")))
                .containsExactlyInAnyOrder("duo-universal", "duo-old", "auth-otp-form");
    }
}
