package dev.holdfast.device.posture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest counts of each realm, on one node. They serve ten times as long as counting took: those of a small realm are
 * always new, and however large a realm is and however often it is looked at, counting takes a tenth of one processor at
 * most. A realm that changes what it demands is counted at once.
 */
public final class PostureCensus {
    /** How long counts serve at most, however long counting takes. */
    static final Duration OLD = Duration.ofMinutes(10);

    private static final int SPARED = 10;
    private static final int REALMS = 1_000;

    private final Cache<String, Taken> latest =
            Caffeine.newBuilder().maximumSize(REALMS).build();
    private final ConcurrentMap<Question, CompletableFuture<Taken>> underWay = new ConcurrentHashMap<>();
    private final Clock clock;

    public PostureCensus(Clock clock) {
        this.clock = clock;
    }

    private record Question(String realmId, PosturePolicy policy) {}

    private record Taken(PosturePolicy policy, PostureCounts counts, Instant begun, Duration took) {
        boolean serves(Instant now) {
            Duration life = took.multipliedBy(SPARED);
            return now.isBefore(begun.plus(life.compareTo(OLD) > 0 ? OLD : life));
        }
    }

    /**
     * The counts of a realm. One thread counts; others get what was counted before, or wait where there is nothing.
     *
     * @param count counts anew
     */
    public PostureCounts of(String realmId, PosturePolicy policy, Supplier<PostureCounts> count) {
        Taken known = known(realmId, policy);
        if (known != null && known.serves(clock.instant())) {
            return known.counts();
        }
        Question question = new Question(realmId, policy);
        CompletableFuture<Taken> mine = new CompletableFuture<>();
        CompletableFuture<Taken> other = underWay.putIfAbsent(question, mine);
        if (other != null) {
            return known == null ? other.join().counts() : known.counts();
        }
        try {
            Instant begun = clock.instant();
            PostureCounts counts = count.get();
            Taken taken = new Taken(policy, counts, begun, Duration.between(begun, clock.instant()));
            latest.put(realmId, taken);
            mine.complete(taken);
            return counts;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(question, mine);
        }
    }

    private @Nullable Taken known(String realmId, PosturePolicy policy) {
        Taken taken = latest.getIfPresent(realmId);
        return taken != null && taken.policy().equals(policy) ? taken : null;
    }
}
