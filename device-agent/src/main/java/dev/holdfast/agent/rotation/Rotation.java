package dev.holdfast.agent.rotation;

import dev.holdfast.agent.refusal.ErrorCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of section 7 of the protocol for one registration: what to present, and what an answer to it means.
 *
 * @param durt the DURT to present; opaque
 * @param rid the {@code rid} it was or will be presented with; none until it is chosen
 * @param kept the DURT before, with its {@code rid}: the way back until {@code durt} has worked once
 */
public record Rotation(
        String durt, @Nullable String rid, @Nullable Kept kept) {

    /**
     * A DURT that was presented and answered.
     *
     * @param durt the DURT
     * @param rid the {@code rid} it was presented with, and must be presented with again: another one would look like
     *     a second holder
     */
    public record Kept(String durt, String rid) {
        /** Both are secrets. */
        @Override
        public String toString() {
            return "Kept";
        }
    }

    /** The state after a registration. */
    public static Rotation first(String durt) {
        return new Rotation(durt, null, null);
    }

    /**
     * The state to store before sending: with a {@code rid}. One that is there is used again, since the request it
     * belongs to may have reached the server.
     */
    public Rotation prepared(Supplier<String> freshRid) {
        return rid != null ? this : new Rotation(durt, freshRid.get(), kept);
    }

    /** What follows from the answer to this state's DURT and {@code rid}. */
    public Next answered(Answer answer) {
        if (rid == null) {
            throw new IllegalStateException("answered before it was prepared");
        }
        if (answer instanceof Answer.Rotated rotated) {
            return rotated(rotated, rid);
        }
        if (answer instanceof Answer.Refused refused) {
            return refused(refused);
        }
        return new Next.Repeat();
    }

    private Next rotated(Answer.Rotated rotated, String answeredRid) {
        if (rotated.durt().equals(durt)) {
            // Section 7 has no row that answers the presented DURT; storing it would lose its rid.
            return new Next.Refuse(ErrorCode.AGENT_ERROR);
        }
        Rotation successor = new Rotation(rotated.durt(), null, new Kept(durt, answeredRid));
        return rotated.dust() == null ? new Next.GoOn(successor) : new Next.HandOn(successor, rotated.dust());
    }

    private Next refused(Answer.Refused refused) {
        return switch (refused.code()) {
            case DURT_UNKNOWN ->
                kept == null
                        ? new Next.Bury(ErrorCode.DURT_UNKNOWN)
                        : new Next.FallBack(new Rotation(kept.durt(), kept.rid(), null));
            case TEMPORARILY_UNAVAILABLE -> new Next.Repeat();
            case TOO_MANY_REQUESTS -> new Next.Wait(Math.max(1, refused.retryAfter()));
            default ->
                refused.code().endsRegistration() ? new Next.Bury(refused.code()) : new Next.Refuse(refused.code());
        };
    }

    /** DURT and {@code rid} are secrets. */
    @Override
    public String toString() {
        return "Rotation[prepared=" + (rid != null) + ", kept=" + (kept != null) + "]";
    }
}
