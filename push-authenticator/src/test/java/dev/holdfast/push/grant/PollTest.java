package dev.holdfast.push.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.push.limit.Lane;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.request.PushRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollTest {
    private static final Instant TAKEN = Instant.ofEpochSecond(1_796_000_000L);
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        ",             0, PENDING",
        ",            59, PENDING",
        ",            60, EXPIRED",
        "WAITING,      0, PENDING",
        "WAITING,     59, PENDING",
        "WAITING,     60, EXPIRED",
        "DENIED,      10, DENIED",
        "DENIED,      90, DENIED",
        "REPORTED,    10, DENIED",
        "WRONG_NUMBER,10, DENIED",
        "APPROVED,    10, APPROVED",
        "APPROVED,    90, APPROVED",
    })
    @DisplayName("CIBA §11 A46 the answer decides; nobody asked and nobody answered are the same, at every second")
    void poll(Outcome outcome, int seconds, Poll expected) {
        Optional<PushRequest> asked = Optional.ofNullable(outcome)
                .map(one -> new PushRequest(
                        UUID.randomUUID(),
                        "ada",
                        Lane.BACKCHANNEL,
                        "bank",
                        TAKEN,
                        TAKEN.plus(LIFETIME),
                        "a.b.c",
                        Optional.empty(),
                        one));
        assertThat(Poll.of(asked, TAKEN, LIFETIME, TAKEN.plusSeconds(seconds))).isEqualTo(expected);
    }
}
