package dev.holdfast.device.authority;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one node, bounded in size. An answer serves until it is too old for the realm, or its signer's time for it is
 * over; where it cannot be had anew it serves to the end of that time. Each question is asked by one thread at a time, and
 * a silent server is left alone for a while.
 *
 * @param <K> what is asked
 */
final class AnswerMemory<K, V extends AnswerMemory.Dated> {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Cache<K, Kept<V>> kept;
    private final ConcurrentMap<K, CompletableFuture<Kept<V>>> underWay = new ConcurrentHashMap<>();

    /** @param weight bytes that are kept, at most; the whole of one answer counts */
    AnswerMemory(long weight) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(weight)
                .weigher((K key, Kept<V> value) ->
                        value.answer() == null ? 512 : value.answer().weight())
                .build();
    }

    /** An answer with an end. */
    interface Dated {
        /** When its signer's word is over. */
        Instant goodUntil();

        /** Its size in bytes. */
        int weight();
    }

    interface Question<V> {
        V ask() throws UnansweredException;
    }

    /**
     * @param answer the latest that was had
     * @param failure why there is no newer one, where one was asked for in vain
     */
    private record Kept<V extends Dated>(@Nullable V answer, Instant answeredAt, Instant askedAt, String failure) {
        boolean serves(Instant now, Duration maxAge) {
            boolean young = answer != null && now.isBefore(answeredAt.plus(maxAge)) && now.isBefore(answer.goodUntil());
            boolean silent = !failure.isEmpty() && now.isBefore(askedAt.plus(RETRY_AFTER));
            return young || silent;
        }

        V use(Instant now) throws UnansweredException {
            if (answer != null && now.isBefore(answer.goodUntil())) {
                return answer;
            }
            throw new UnansweredException(failure.isEmpty() ? "answer out of date" : failure);
        }
    }

    V answer(K key, Duration maxAge, Instant now, Question<V> question) throws UnansweredException {
        Kept<V> known = kept.getIfPresent(key);
        if (known != null && known.serves(now, maxAge)) {
            return known.use(now);
        }
        CompletableFuture<Kept<V>> mine = new CompletableFuture<>();
        CompletableFuture<Kept<V>> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return other.join().use(now);
        }
        try {
            Kept<V> next = ask(known, now, question);
            kept.put(key, next);
            mine.complete(next);
            return next.use(now);
        } finally {
            // Nobody waits for a question that ended by an error.
            mine.complete(new Kept<>(null, now, now, "asked in vain"));
            underWay.remove(key, mine);
        }
    }

    private static <V extends Dated> Kept<V> ask(@Nullable Kept<V> known, Instant now, Question<V> question) {
        try {
            return new Kept<>(question.ask(), now, now, "");
        } catch (UnansweredException e) {
            String why = String.valueOf(e.getMessage());
            return known == null
                    ? new Kept<>(null, now, now, why)
                    : new Kept<>(known.answer(), known.answeredAt(), now, why);
        }
    }
}
