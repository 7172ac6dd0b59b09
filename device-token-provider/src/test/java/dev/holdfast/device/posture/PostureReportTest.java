package dev.holdfast.device.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.testrealm.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostureReportTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final PostureSource FLEET = new PostureSource("fleet");
    private static final Facts NOTHING = new Facts(Map.of());

    private static PostureReport told(Duration ago) {
        return PostureReport.told(FLEET, NOW.minus(ago), NOW, NOTHING);
    }

    @Test
    @DisplayName("T4 what a managing system found an hour ago is an hour old, however late it is told")
    void toldLate() {
        PostureReport report = told(Duration.ofHours(1));

        assertThat(report.receivedAt()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(report.sequence()).isEqualTo(report.measuredAt().getEpochSecond());
    }

    @Test
    @DisplayName("A42 T4 a managing system's clock may be five minutes ahead, and its report is no younger for it")
    void clockAhead() {
        PostureReport report = told(Duration.ofMinutes(-5));

        assertThat(report.receivedAt()).isEqualTo(NOW);
        assertThat(report.measuredAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        Refused.with(Refusal.INVALID_REQUEST, () -> told(Duration.ofMinutes(-5).minusSeconds(1)));
    }

    @Test
    @DisplayName("T4 nobody tells what the agent says but the agent")
    void agent() {
        Refused.with(Refusal.INVALID_REQUEST, () -> PostureReport.told(PostureSource.AGENT, NOW, NOW, NOTHING));
    }
}
