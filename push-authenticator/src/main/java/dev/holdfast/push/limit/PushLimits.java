package dev.holdfast.push.limit;

import dev.holdfast.push.limit.Verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All limits of push on one screen (A38, A59): values in, a verdict out. Those of browsers count after the first factor
 * alone, since nobody else gets here; at the door without a first factor they are narrower, and what is used up there is
 * taken from no browser.
 */
public final class PushLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private PushLimits() {}

    /**
     * The figures of a realm.
     *
     * @param perResource outstanding requests of one application; 0 for no such limit
     * @param perUser outstanding requests over all doors
     */
    public record Bounds(
            long perResource,
            long perUser,
            long unansweredPerHour,
            long unansweredPerDay,
            long deniedPerHour,
            long deniedPerDay,
            long denialsToBlock,
            Duration denialMemory,
            Duration firstBlock,
            Duration longestBlock,
            Backchannel backchannel) {}

    /**
     * The figures of requests that a client makes of its own.
     *
     * @param perUser outstanding ones of one user, over all clients
     */
    public record Backchannel(long perUser, long unansweredPerHour, long unansweredPerDay, long deniedPerHour) {}

    /** @param shared whether one resource stands for many machines, as a RADIUS server does: it has no limit of its own */
    public record Asking(Lane lane, String resource, boolean shared) {}

    /** @param sent the user's requests of the last day; older ones, and approved ones, change nothing */
    public static Verdict decide(Asking asking, List<Attempt> sent, Block block, Bounds bounds, Instant now) {
        if (asking.lane() == Lane.UNKNOWN_BROWSER && block.isOn(now)) {
            return refuse(Reason.BLOCKED, block.until(), now);
        }
        List<Attempt> lane =
                sent.stream().filter(one -> one.lane() == asking.lane()).toList();
        Predicate<Attempt> outstanding = one -> one.isOutstanding(now);
        Predicate<Attempt> here = outstanding.and(one -> one.resource().equals(asking.resource()));
        Predicate<Attempt> unanswered = Attempt::isUnanswered;
        Predicate<Attempt> denied = one -> one.outcome().isDenial();
        if (asking.lane() == Lane.BACKCHANNEL) {
            Backchannel own = bounds.backchannel();
            Predicate<Attempt> reported = one -> one.outcome() == Outcome.REPORTED;
            return first(
                    untilExpiry(Reason.OUTSTANDING_FOR_USER, lane, outstanding, own.perUser(), now),
                    // The cap over all doors: this one gives way to the others.
                    untilExpiry(Reason.OUTSTANDING_FOR_USER, sent, outstanding, bounds.perUser(), now),
                    within(DAY, Reason.REPORTED_PER_DAY, lane, reported, 1, now),
                    within(HOUR, Reason.DENIED_PER_HOUR, lane, denied, own.deniedPerHour(), now),
                    within(HOUR, Reason.UNANSWERED_PER_HOUR, lane, unanswered, own.unansweredPerHour(), now),
                    within(DAY, Reason.UNANSWERED_PER_DAY, lane, unanswered, own.unansweredPerDay(), now));
        }
        long perResource = asking.shared() || bounds.perResource() == 0 ? Long.MAX_VALUE : bounds.perResource();
        return first(
                untilExpiry(Reason.OUTSTANDING_FOR_RESOURCE, lane, here, perResource, now),
                untilExpiry(Reason.OUTSTANDING_FOR_USER, lane, outstanding, bounds.perUser(), now),
                within(HOUR, Reason.DENIED_PER_HOUR, lane, denied, bounds.deniedPerHour(), now),
                within(DAY, Reason.DENIED_PER_DAY, lane, denied, bounds.deniedPerDay(), now),
                within(HOUR, Reason.UNANSWERED_PER_HOUR, lane, unanswered, bounds.unansweredPerHour(), now),
                within(DAY, Reason.UNANSWERED_PER_DAY, lane, unanswered, bounds.unansweredPerDay(), now));
    }

    @SafeVarargs
    private static Verdict first(Optional<Verdict>... refusals) {
        return Stream.of(refusals).flatMap(Optional::stream).findFirst().orElseGet(Verdict.Send::new);
    }

    private static Optional<Verdict> untilExpiry(
            Reason reason, List<Attempt> lane, Predicate<Attempt> counts, long limit, Instant now) {
        return full(reason, lane.stream().filter(counts).map(Attempt::expiresAt), limit, now);
    }

    private static Optional<Verdict> within(
            Duration window, Reason reason, List<Attempt> lane, Predicate<Attempt> counts, long limit, Instant now) {
        return full(
                reason,
                lane.stream()
                        .filter(counts)
                        .map(one -> one.askedAt().plus(window))
                        .filter(end -> end.isAfter(now)),
                limit,
                now);
    }

    /** @param ends when each of those that count will count no more */
    private static Optional<Verdict> full(Reason reason, Stream<Instant> ends, long limit, Instant now) {
        List<Instant> latestFirst = ends.sorted(Comparator.reverseOrder()).toList();
        if (latestFirst.size() < limit) {
            return Optional.empty();
        }
        // When this one is over, fewer than the limit are left.
        return Optional.of(refuse(reason, latestFirst.get(Math.toIntExact(limit) - 1), now));
    }

    private static Verdict refuse(Reason reason, Instant end, Instant now) {
        return new Verdict.Refuse(reason, Math.max(1, Duration.between(now, end).toSeconds()));
    }
}
