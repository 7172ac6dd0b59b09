package dev.holdfast.push.request;

import dev.holdfast.push.limit.Attempt;
import dev.holdfast.push.limit.Block;
import dev.holdfast.push.limit.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The realm's requests: those that wait, and what limits need to know of the others. */
public interface PushLedger {
    /**
     * What limits count for one user.
     *
     * @param sent the user's requests of the last day that were not approved
     */
    record Standing(List<Attempt> sent, Block block) {}

    /** As things stand, perhaps changed by others a moment later. */
    Standing standing(String userId, Instant now);

    /** The same, and nobody else changes it on any node until this transaction ends. */
    Standing locked(String userId, Instant now);

    /**
     * Takes one of what the current minute has.
     *
     * @param whose what is counted, such as a client
     * @return false if the minute is used up, whatever nodes take from it at the same instant
     */
    boolean take(String whose, long perMinute, Instant now);

    /** Adds a request, of which nobody knows before the transaction ends. */
    void add(PushRequest request);

    void putBlock(String userId, Block block);

    Optional<PushRequest> find(UUID id);

    Optional<PushRequest> withHash(String hash);

    /** Those of the user that wait, the oldest first. */
    List<PushRequest> waiting(String userId, Instant now);

    /**
     * The first answer, by one conditional update.
     *
     * @return false if there was one before, or the time is over
     */
    boolean conclude(UUID request, Outcome outcome, UUID phone, Instant now);

    /**
     * Uses an approval for the one sign-in that asked for it.
     *
     * @return false if it was used before, or is no approval
     */
    boolean spendApproval(UUID request);
}
