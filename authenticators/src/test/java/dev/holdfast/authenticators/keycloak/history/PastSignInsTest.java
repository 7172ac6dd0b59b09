package dev.holdfast.authenticators.keycloak.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.insights.record.SignIn;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastSignInsTest {
    private static final Instant THEN = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    @DisplayName("A recorded sign-in keeps time, person, client, address, place, device and factors")
    void whole() {
        PastSignIn past = PastSignIns.of(
                        signIn(true, Optional.empty(), Optional.of("ada")), client -> ResourceType.USER_PORTAL)
                .orElseThrow();
        assertThat(past)
                .isEqualTo(new PastSignIn(
                        "id",
                        THEN,
                        "ada",
                        ResourceType.USER_PORTAL,
                        "shop",
                        IpAddress.parse("203.0.113.7"),
                        Place.PRIVATE_NETWORK,
                        Optional.of("laptop"),
                        Set.of(Factor.PASSWORD, Factor.TOTP, Factor.WEBAUTHN),
                        PastSignIn.Outcome.SUCCEEDED));
    }

    @ParameterizedTest(name = "A failure with {0} is one of the kind {1}")
    @CsvSource({
        "invalid_user_credentials, FAILED",
        "access_denied_by_policy, DENIED_BY_POLICY",
        "push_denied, PUSH_DENIED",
        "push_reported, PUSH_DENIED",
        "push_number_mismatch, FAILED"
    })
    void failures(String error, PastSignIn.Outcome outcome) {
        assertThat(PastSignIns.of(
                        signIn(false, Optional.of(error), Optional.of("ada")), client -> ResourceType.APPLICATION))
                .map(PastSignIn::outcome)
                .hasValue(outcome);
    }

    @Test
    @DisplayName("A failure without a word is a failure")
    void silent() {
        assertThat(PastSignIns.of(
                        signIn(false, Optional.empty(), Optional.of("ada")), client -> ResourceType.APPLICATION))
                .map(PastSignIn::outcome)
                .hasValue(PastSignIn.Outcome.FAILED);
    }

    @Test
    @DisplayName("An attempt of nobody knows whom is nobody's history")
    void nobody() {
        assertThat(PastSignIns.of(
                        signIn(false, Optional.of("user_not_found"), Optional.empty()),
                        client -> ResourceType.APPLICATION))
                .isEmpty();
    }

    private static SignIn signIn(boolean success, Optional<String> error, Optional<String> user) {
        return new SignIn(
                "id",
                THEN,
                user,
                Optional.of("shop"),
                success,
                error,
                Optional.of("203.0.113.7"),
                Place.PRIVATE_NETWORK,
                Optional.of("laptop"),
                Optional.empty(),
                List.of("password", "totp", "passkey", "session"),
                Optional.of("TOTP"),
                Optional.empty());
    }
}
