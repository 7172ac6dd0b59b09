package dev.holdfast.agent.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.refusal.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {
    private static final Set<ErrorCode> DEADLY = EnumSet.of(
            ErrorCode.DURT_REUSED,
            ErrorCode.REGISTRATION_QUARANTINED,
            ErrorCode.REGISTRATION_REVOKED,
            ErrorCode.DURT_EXPIRED);
    private static final Set<ErrorCode> HANDLED =
            EnumSet.of(ErrorCode.DURT_UNKNOWN, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.TEMPORARILY_UNAVAILABLE);

    private final Rotation fresh = Rotation.first("d1");
    private final Rotation sent = fresh.prepared(() -> "r1");

    @Test
    @DisplayName("Section 7.2: a rid is chosen once and stays with its DURT")
    void preparedOnce() {
        assertThat(sent).isEqualTo(new Rotation("d1", "r1", null));
        assertThat(sent.prepared(() -> {
                    throw new AssertionError("the rid is there");
                }))
                .isSameAs(sent);
    }

    @Test
    @DisplayName("Section 7.2: nothing is sent without a rid")
    void neverUnprepared() {
        assertThatThrownBy(() -> fresh.answered(new Answer.Lost())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("Section 7.4: the new DURT is stored with the old one and its rid kept, then the DUST is handed on")
    void handOn() {
        assertThat(sent.answered(new Answer.Rotated("d2", "dust")))
                .isEqualTo(new Next.HandOn(new Rotation("d2", null, new Rotation.Kept("d1", "r1")), "dust"));
    }

    @Test
    @DisplayName("Section 7.4: the old DURT goes when the new one has worked once")
    void keptUntilTheNewOneWorked() {
        Rotation second = new Rotation("d2", "r2", new Rotation.Kept("d1", "r1"));
        assertThat(second.answered(new Answer.Rotated("d3", "dust")))
                .isEqualTo(new Next.HandOn(new Rotation("d3", null, new Rotation.Kept("d2", "r2")), "dust"));
    }

    @Test
    @DisplayName("Section 6.5: without a DUST the agent goes on with the new DURT and a new rid")
    void goOn() {
        Next next = sent.answered(new Answer.Rotated("d2", null));
        assertThat(next).isEqualTo(new Next.GoOn(new Rotation("d2", null, new Rotation.Kept("d1", "r1"))));
        assertThat(((Next.GoOn) next).rotation().prepared(() -> "r2").rid()).isEqualTo("r2");
    }

    @Test
    @DisplayName("Section 7.3: a lost answer repeats the same DURT and the same rid")
    void lost() {
        assertThat(sent.answered(new Answer.Lost())).isEqualTo(new Next.Repeat());
        assertThat(sent.answered(new Answer.Refused(ErrorCode.TEMPORARILY_UNAVAILABLE, 0)))
                .isEqualTo(new Next.Repeat());
    }

    @Test
    @DisplayName("Section 7.5: durt_unknown falls back to the kept DURT with the rid it was sent with, once")
    void fallBackOnce() {
        Rotation ahead = new Rotation("d2", "r2", new Rotation.Kept("d1", "r1"));
        Next next = ahead.answered(new Answer.Refused(ErrorCode.DURT_UNKNOWN, 0));
        assertThat(next).isEqualTo(new Next.FallBack(new Rotation("d1", "r1", null)));
        assertThat(((Next.FallBack) next).rotation().answered(new Answer.Refused(ErrorCode.DURT_UNKNOWN, 0)))
                .isEqualTo(new Next.Bury(ErrorCode.DURT_UNKNOWN));
    }

    @Test
    @DisplayName("Section 7.7: too_many_requests waits for Retry-After seconds, at least one")
    void waits() {
        assertThat(sent.answered(new Answer.Refused(ErrorCode.TOO_MANY_REQUESTS, 7)))
                .isEqualTo(new Next.Wait(7));
        assertThat(sent.answered(new Answer.Refused(ErrorCode.TOO_MANY_REQUESTS, 0)))
                .isEqualTo(new Next.Wait(1));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    @DisplayName("Section 7.6: the deadly refusals end the registration, the others leave it as it is")
    void everyRefusal(ErrorCode code) {
        Next next = sent.answered(new Answer.Refused(code, 0));
        if (DEADLY.contains(code) || code == ErrorCode.DURT_UNKNOWN) {
            assertThat(next).isEqualTo(new Next.Bury(code));
        } else if (!HANDLED.contains(code)) {
            assertThat(next).isEqualTo(new Next.Refuse(code));
        }
    }

    @Test
    @DisplayName("An answer with the presented DURT is no rotation and is not stored")
    void sameDurtAgain() {
        assertThat(sent.answered(new Answer.Rotated("d1", "dust"))).isEqualTo(new Next.Refuse(ErrorCode.AGENT_ERROR));
    }

    @Test
    @DisplayName("A54 no secret is in the text of a state, an answer or a step")
    void redacted() {
        Answer.Rotated answer = new Answer.Rotated("d2-secret", "dust-secret");
        Rotation state = new Rotation("d1-secret", "r1-secret", new Rotation.Kept("d0-secret", "r0-secret"));
        assertThat(answer + " " + state + " " + state.answered(answer)).doesNotContain("secret");
    }
}
