package dev.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.demo.Progress.Found;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long MILLISECOND = 1_000_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Queue<Long> clock = new ArrayDeque<>();
    private final Progress progress =
            new Progress(new PrintStream(written, true, StandardCharsets.UTF_8), () -> clock.remove() * MILLISECOND);

    @Test
    @DisplayName("the times of all steps stand in one column, whatever the steps are called")
    void aligns() {
        clock.addAll(List.of(0L, 1_234L, 2_000L, 125_000L));

        progress.step("Short", () -> new Found<>(1, ""));
        progress.step("A step with a longer name", () -> new Found<>(2, "(DURT 2)"));

        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(0)).startsWith("  Short … ...").endsWith("   1.2 s  ok");
        assertThat(lines.get(1))
                .startsWith("  A step with a longer name … (DURT 2) ...")
                .endsWith(" 123.0 s  ok");
        assertThat(lines.get(0)).hasSameSizeAs(lines.get(1));
    }

    @Test
    @DisplayName("a step that fails is named in the exception, with the cause's words")
    void fails() {
        clock.addAll(List.of(0L, 10L));

        StepFailedException failure = catchThrowableOfType(
                StepFailedException.class,
                () -> progress.step("The bridge holds", () -> {
                    throw new DemoException("a plank is missing");
                }));

        assertThat(failure.step()).isEqualTo("The bridge holds");
        assertThat(failure).hasMessage("a plank is missing");
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("FAILED");
    }
}
