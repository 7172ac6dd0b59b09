package dev.holdfast.device.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.device.testrealm.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostureCensusTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final PosturePolicy POLICY = policy(Map.of());
    private static final PosturePolicy OTHER = policy(Map.of(PostureCheck.FIREWALL, new Demand.Yes()));

    private final MovableClock clock = new MovableClock(NOW);
    private final PostureCensus census = new PostureCensus(clock);
    private final AtomicInteger counted = new AtomicInteger();

    @Test
    @DisplayName("T2 what is counted in no time is counted whenever somebody asks")
    void small() {
        assertThat(ask("acme")).isEqualTo(1);
        assertThat(ask("acme")).isEqualTo(2);
    }

    @Test
    @DisplayName("T2 counts serve ten times as long as counting took, and ten minutes at most; each realm for itself")
    void spared() {
        assertThat(ask("acme", takes(Duration.ofSeconds(30)))).isEqualTo(1);
        clock.move(Duration.ofSeconds(269));
        assertThat(ask("acme")).isEqualTo(1);
        assertThat(ask("other")).isEqualTo(2);
        clock.move(Duration.ofSeconds(1));
        assertThat(ask("acme", takes(Duration.ofMinutes(5)))).isEqualTo(3);
        clock.move(Duration.ofMinutes(5).minusMillis(1));
        assertThat(ask("acme")).isEqualTo(3);
        clock.move(Duration.ofMillis(1));
        assertThat(ask("acme")).isEqualTo(4);
    }

    @Test
    @DisplayName("T2 a realm that changes what it demands is counted at once")
    void changed() {
        assertThat(ask("acme", takes(Duration.ofMinutes(1)))).isEqualTo(1);
        assertThat(census.of("acme", OTHER, this::count).devices()).isEqualTo(2);
        assertThat(ask("acme")).isEqualTo(3);
    }

    @Test
    @DisplayName("T2 while one counts, others get what was counted before, or wait for it where there is nothing")
    void oneAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Supplier<PostureCounts> slow = () -> {
            begun.countDown();
            await(mayEnd);
            return takes(Duration.ofSeconds(1)).get();
        };
        CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> ask("acme", slow));
        await(begun);
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> ask("acme"));
        assertThat(waiting).isNotDone();
        mayEnd.countDown();
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo(1);

        clock.move(PostureCensus.OLD);
        CountDownLatch again = new CountDownLatch(1);
        CountDownLatch mayEndAgain = new CountDownLatch(1);
        CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> ask("acme", () -> {
            again.countDown();
            await(mayEndAgain);
            return takes(Duration.ofSeconds(1)).get();
        }));
        await(again);
        assertThat(ask("acme")).as("the old ones, without waiting").isEqualTo(1);
        mayEndAgain.countDown();
        assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(2);
        assertThat(ask("acme")).isEqualTo(2);
    }

    @Test
    @DisplayName("a count that fails is not kept, and the next one who asks counts")
    void failed() {
        assertThatThrownBy(() -> ask("acme", () -> {
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");
        assertThat(ask("acme")).isEqualTo(1);
    }

    @Test
    @DisplayName("T2 a tally counts each device once by what decides its sign-in, and the silent ones as unknown")
    void tally() {
        PostureCounts.Tally tally = new PostureCounts.Tally(OTHER, NOW);
        tally.add(List.of(report(new Observation.Flag(true, null))));
        tally.add(List.of(report(new Observation.Flag(false, null))));
        tally.add(List.of(report(new Observation.Unknown("needs_root", null))));

        PostureCounts counts = tally.among(5);

        assertThat(counts.devices()).isEqualTo(5);
        assertThat(counts.silent()).isEqualTo(2);
        Map<Compliance, Long> each =
                Map.of(Compliance.COMPLIANT, 1L, Compliance.NOT_COMPLIANT, 1L, Compliance.UNKNOWN, 3L);
        assertThat(counts.whole()).isEqualTo(each);
        assertThat(counts.checks()).isEqualTo(Map.of(PostureCheck.FIREWALL, each));
        assertThat(counts.at()).isEqualTo(NOW);
    }

    @Test
    @DisplayName("devices that were revoked while the others were counted make no count negative")
    void fewerThanHeard() {
        PostureCounts.Tally tally = new PostureCounts.Tally(OTHER, NOW);
        tally.add(List.of(report(new Observation.Flag(true, null))));
        tally.add(List.of(report(new Observation.Flag(true, null))));

        PostureCounts counts = tally.among(1);

        assertThat(counts.devices()).isEqualTo(2);
        assertThat(counts.silent()).isZero();
    }

    private long ask(String realm) {
        return ask(realm, this::count);
    }

    private long ask(String realm, Supplier<PostureCounts> count) {
        return census.of(realm, POLICY, count).devices();
    }

    private Supplier<PostureCounts> takes(Duration duration) {
        return () -> {
            clock.move(duration);
            return count();
        };
    }

    /** Counts that tell how often was counted. */
    private PostureCounts count() {
        return new PostureCounts(counted.incrementAndGet(), 0, Map.of(), Map.of(), clock.instant());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static PostureReport report(Observation firewall) {
        return new PostureReport(PostureSource.AGENT, 1, NOW, NOW, new Facts(Map.of(Fact.FIREWALL, firewall)));
    }

    private static PosturePolicy policy(Map<PostureCheck, Demand> demands) {
        return new PosturePolicy(false, List.of(PostureSource.AGENT), demands, Duration.ofHours(1), Duration.ofDays(1));
    }
}
