package dev.holdfast.push.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.push.limit.Verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PushLimitsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_796_000_000L);
    private static final PushLimits.Backchannel OWN = new PushLimits.Backchannel(1, 5, 15, 2);
    private static final PushLimits.Bounds BOUNDS = new PushLimits.Bounds(
            1, 3, 10, 30, 5, 10, 2, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofHours(4), OWN);

    private static Attempt sent(Lane lane, String resource, Duration ago, Outcome outcome) {
        Instant at = NOW.minus(ago);
        return new Attempt(lane, resource, at, at.plusSeconds(60), outcome);
    }

    private static List<Attempt> times(int count, Attempt attempt) {
        return Collections.nCopies(count, attempt);
    }

    private static Verdict decide(Lane lane, String resource, List<Attempt> sent) {
        return PushLimits.decide(new PushLimits.Asking(lane, resource, false), sent, Block.none(), BOUNDS, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "mail, 0, WAITING, refused",
        "mail, 59, WAITING, refused",
        "mail, 60, WAITING, sent",
        "mail, 5, APPROVED, sent",
        "mail, 5, DENIED, sent",
        "mail, 5, WRONG_NUMBER, sent",
        "wiki, 5, WAITING, sent"
    })
    @DisplayName(
            "A38 P7 one request of a user and application waits within 60 s; after its time or its answer the next is sent")
    void oneOutstanding(String resource, int secondsAgo, Outcome outcome, String expected) {
        Verdict verdict = decide(
                Lane.UNKNOWN_BROWSER,
                "mail",
                List.of(sent(Lane.UNKNOWN_BROWSER, resource, Duration.ofSeconds(secondsAgo), outcome)));

        assertThat(verdict)
                .isEqualTo(
                        expected.equals("sent")
                                ? new Verdict.Send()
                                : new Verdict.Refuse(Reason.OUTSTANDING_FOR_RESOURCE, 60 - secondsAgo));
    }

    @Test
    @DisplayName("A38 a cap holds over all doors, also for what has no limit of its own")
    void capOverAllDoors() {
        List<Attempt> three = List.of(
                sent(Lane.UNKNOWN_BROWSER, "a", Duration.ofSeconds(50), Outcome.WAITING),
                sent(Lane.UNKNOWN_BROWSER, "radius", Duration.ofSeconds(20), Outcome.WAITING),
                sent(Lane.UNKNOWN_BROWSER, "radius", Duration.ofSeconds(10), Outcome.WAITING));
        PushLimits.Asking radius = new PushLimits.Asking(Lane.UNKNOWN_BROWSER, "radius", true);

        assertThat(PushLimits.decide(radius, three.subList(0, 2), Block.none(), BOUNDS, NOW))
                .isEqualTo(new Verdict.Send());
        assertThat(PushLimits.decide(radius, three, Block.none(), BOUNDS, NOW))
                .isEqualTo(new Verdict.Refuse(Reason.OUTSTANDING_FOR_USER, 10));
    }

    @Test
    @DisplayName("A38 what still waits counts as unanswered: several tabs at once get no more out of the hour than one")
    void waitingCountsAsUnanswered() {
        List<Attempt> nine =
                new ArrayList<>(times(8, sent(Lane.UNKNOWN_BROWSER, "mail", Duration.ofMinutes(30), Outcome.WAITING)));
        nine.add(sent(Lane.UNKNOWN_BROWSER, "wiki", Duration.ofSeconds(20), Outcome.WAITING));
        List<Attempt> ten = new ArrayList<>(nine);
        ten.add(sent(Lane.UNKNOWN_BROWSER, "chat", Duration.ofSeconds(10), Outcome.WAITING));

        assertThat(decide(Lane.UNKNOWN_BROWSER, "mail", nine)).isEqualTo(new Verdict.Send());
        assertThat(decide(Lane.UNKNOWN_BROWSER, "mail", ten))
                .isEqualTo(new Verdict.Refuse(Reason.UNANSWERED_PER_HOUR, 1_800));
    }

    @ParameterizedTest
    @CsvSource({
        "9, WAITING, 30, sent,",
        "10, WAITING, 30, UNANSWERED_PER_HOUR, 1800",
        "10, WRONG_NUMBER, 30, UNANSWERED_PER_HOUR, 1800",
        "10, WAITING, 61, sent,",
        "29, WAITING, 120, sent,",
        "30, WAITING, 120, UNANSWERED_PER_DAY, 79200",
        "30, WAITING, 1440, sent,",
        "4, DENIED, 30, sent,",
        "5, DENIED, 30, DENIED_PER_HOUR, 1800",
        "5, REPORTED, 30, DENIED_PER_HOUR, 1800",
        "10, DENIED, 120, DENIED_PER_DAY, 79200",
        "10, DENIED, 1440, sent,",
        "500, APPROVED, 30, sent,"
    })
    @DisplayName("A38 unanswered and denied requests are limited by hour and day; approved ones are not counted")
    void hourAndDay(int count, Outcome outcome, int minutesAgo, String expected, Long retryAfter) {
        Verdict verdict = decide(
                Lane.UNKNOWN_BROWSER,
                "mail",
                times(count, sent(Lane.UNKNOWN_BROWSER, "mail", Duration.ofMinutes(minutesAgo), outcome)));

        assertThat(verdict)
                .isEqualTo(
                        expected.equals("sent")
                                ? new Verdict.Send()
                                : new Verdict.Refuse(Reason.valueOf(expected), retryAfter));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    @DisplayName("A59 whatever a stranger's browsers use up, the owner's own browser is asked all the same")
    void lanesApart(Outcome outcome) {
        List<Attempt> strangers = new ArrayList<>();
        for (Duration ago : List.of(Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofHours(5))) {
            strangers.addAll(times(200, sent(Lane.UNKNOWN_BROWSER, "mail", ago, outcome)));
        }
        Block blocked = new Block(1, NOW, 5, NOW.plus(Duration.ofHours(4)));

        assertThat(PushLimits.decide(
                        new PushLimits.Asking(Lane.KNOWN_BROWSER, "mail", false), strangers, blocked, BOUNDS, NOW))
                .isEqualTo(new Verdict.Send());
    }

    @Test
    @DisplayName("A38 a known browser has limits of its own")
    void knownBrowsersAreLimitedToo() {
        assertThat(decide(
                        Lane.KNOWN_BROWSER,
                        "mail",
                        List.of(sent(Lane.KNOWN_BROWSER, "mail", Duration.ofSeconds(1), Outcome.WAITING))))
                .isEqualTo(new Verdict.Refuse(Reason.OUTSTANDING_FOR_RESOURCE, 59));
    }

    @Test
    @DisplayName("P7 the limit per application can be turned off, and the cap remains")
    void turnedOff() {
        PushLimits.Bounds off = new PushLimits.Bounds(
                0, 3, 10, 30, 5, 10, 2, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofHours(4), OWN);
        PushLimits.Asking asking = new PushLimits.Asking(Lane.UNKNOWN_BROWSER, "mail", false);
        Attempt one = sent(Lane.UNKNOWN_BROWSER, "mail", Duration.ofSeconds(1), Outcome.WAITING);

        assertThat(PushLimits.decide(asking, times(2, one), Block.none(), off, NOW))
                .isEqualTo(new Verdict.Send());
        assertThat(PushLimits.decide(asking, times(3, one), Block.none(), off, NOW))
                .isEqualTo(new Verdict.Refuse(Reason.OUTSTANDING_FOR_USER, 59));
    }

    @Test
    @DisplayName("A38 two denials within an hour block unknown browsers for 15 minutes, one report at once")
    void denialsBlock() {
        Block one = Block.none().after(Outcome.DENIED, BOUNDS, NOW);
        Block two = one.after(Outcome.DENIED, BOUNDS, NOW.plusSeconds(60));
        Block late = one.after(Outcome.DENIED, BOUNDS, NOW.plus(Duration.ofHours(1)));
        Block reported = Block.none().after(Outcome.REPORTED, BOUNDS, NOW);

        assertThat(one.isOn(NOW)).isFalse();
        assertThat(two.until()).isEqualTo(NOW.plusSeconds(60).plus(Duration.ofMinutes(15)));
        assertThat(late.isOn(NOW.plus(Duration.ofHours(1)))).isFalse();
        assertThat(reported.until()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
        assertThat(PushLimits.decide(
                        new PushLimits.Asking(Lane.UNKNOWN_BROWSER, "mail", false),
                        List.of(),
                        reported,
                        BOUNDS,
                        NOW.plusSeconds(100)))
                .isEqualTo(new Verdict.Refuse(Reason.BLOCKED, 800));
        assertThat(PushLimits.decide(
                        new PushLimits.Asking(Lane.UNKNOWN_BROWSER, "mail", false),
                        List.of(),
                        reported,
                        BOUNDS,
                        NOW.plus(Duration.ofMinutes(15))))
                .isEqualTo(new Verdict.Send());
    }

    @Test
    @DisplayName("A38 each block doubles the last one, up to four hours; a day without one begins anew")
    void doubling() {
        Block block = Block.none();
        Instant now = NOW;
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            block = block.after(Outcome.REPORTED, BOUNDS, now);
            minutes.add(Duration.between(now, block.until()).toMinutes());
            now = block.until();
        }

        assertThat(minutes).containsExactly(15L, 30L, 60L, 120L, 240L, 240L, 240L);
        Instant nextDay = block.until().plus(Duration.ofDays(1));
        assertThat(block.after(Outcome.REPORTED, BOUNDS, nextDay).until())
                .isEqualTo(nextDay.plus(Duration.ofMinutes(15)));
    }

    @Test
    @DisplayName("A59 a mistyped number is no denial, and an approval forgets a single one")
    void noDenials() {
        Block one = Block.none().after(Outcome.DENIED, BOUNDS, NOW);

        assertThat(one.after(Outcome.WRONG_NUMBER, BOUNDS, NOW).isOn(NOW)).isFalse();
        assertThat(one.after(Outcome.APPROVED, BOUNDS, NOW)
                        .after(Outcome.DENIED, BOUNDS, NOW)
                        .isOn(NOW))
                .isFalse();
    }
}
