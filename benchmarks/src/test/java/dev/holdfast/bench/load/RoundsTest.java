package dev.holdfast.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong serverNanos = new AtomicLong();

    @Test
    @DisplayName("operations take turns, each round begins with another, and preparation is not counted")
    void alternate() {
        Operation cheap = operation("cheap", 2);
        Operation dear = operation("dear", 6);
        List<Slice> slices = run(List.of(cheap, dear), 2);

        assertThat(slices)
                .extracting(slice -> slice.operation().name())
                .containsExactly("cheap", "dear", "dear", "cheap");
        assertThat(Tally.of(cheap, slices).cpuMillis()).isCloseTo(2, within(1e-9));
        assertThat(Tally.of(dear, slices).cpuMillis()).isCloseTo(6, within(1e-9));
        assertThat(Tally.of(dear, slices).operations()).isEqualTo(20);
    }

    @Test
    @DisplayName("rate and latencies are those of the clock")
    void measures() {
        Operation one = operation("one", 1);
        Tally tally = Tally.of(one, run(List.of(one), 1));

        // Ten operations of 100 ms in one second.
        assertThat(tally.perSecond()).isCloseTo(10, within(0.1));
        assertThat(tally.medianMillis()).isCloseTo(100, within(0.2));
        assertThat(Tally.table(List.of(tally))).contains("one").contains("1.00 (1.00 to 1.00)");
    }

    @Test
    @DisplayName("an operation that fails ends the measurement")
    void fails() {
        Operation broken = new Operation() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void run(int worker) {
                throw new IllegalStateException("refused");
            }
        };
        assertThatThrownBy(() -> run(List.of(broken), 1)).hasMessage("refused");
    }

    @Test
    @DisplayName("users are dealt so that no two workers share one, and come in turn")
    void deals() {
        List<Turn<String>> turns = Turn.deal(List.of("a", "b", "c", "d", "e"), 2);

        assertThat(List.of(
                        turns.get(0).next(),
                        turns.get(0).next(),
                        turns.get(0).next(),
                        turns.get(0).next()))
                .containsExactly("a", "c", "e", "a");
        assertThat(List.of(
                        turns.get(1).next(), turns.get(1).next(), turns.get(1).next()))
                .containsExactly("b", "d", "b");
    }

    private List<Slice> run(List<Operation> operations, int rounds) {
        AtomicInteger told = new AtomicInteger();
        try (Load load = new Load(1, () -> Duration.ofNanos(serverNanos.get()), nanoTime::get)) {
            List<Slice> slices = new Rounds(load, operations)
                    .run(rounds, Duration.ofSeconds(1), (round, ofRound) -> told.incrementAndGet());
            assertThat(told).hasValue(rounds);
            return slices;
        }
    }

    /** Takes 100 ms by the clock and some of the server's CPU, and costs much to prepare. */
    private Operation operation(String name, int cpuMillis) {
        return new Operation() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void prepare(int worker) {
                serverNanos.addAndGet(Duration.ofSeconds(100).toNanos());
            }

            @Override
            public void run(int worker) {
                nanoTime.addAndGet(Duration.ofMillis(100).toNanos());
                serverNanos.addAndGet(Duration.ofMillis(cpuMillis).toNanos());
            }
        };
    }
}
