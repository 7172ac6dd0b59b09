package dev.holdfast.agent.rotation;

import dev.holdfast.agent.refusal.ErrorCode;

/** What an agent does after an {@link Answer}. A rotation in it is stored durably before anything else happens. */
public sealed interface Next {

    /**
     * Store, then hand the DUST on: the sign-in is done.
     *
     * @param rotation to store
     * @param dust to hand on after that
     */
    record HandOn(Rotation rotation, String dust) implements Next {
        /** The DUST is a secret. */
        @Override
        public String toString() {
            return "HandOn";
        }
    }

    /**
     * Store, then go on at once with the new DURT, a new {@code rid} and the same challenge.
     *
     * @param rotation to store
     */
    record GoOn(Rotation rotation) implements Next {}

    /**
     * Store, then present the DURT that was kept, with the {@code rid} that went with it.
     *
     * @param rotation to store
     */
    record FallBack(Rotation rotation) implements Next {}

    /** Send the same again: same DURT, same {@code rid}, fresh nonce. */
    record Repeat() implements Next {}

    /**
     * Send the same again, but not before so many seconds have passed.
     *
     * @param seconds at least 1
     */
    record Wait(long seconds) implements Next {}

    /**
     * Tell the user; the registration stays as it is.
     *
     * @param code why
     */
    record Refuse(ErrorCode code) implements Next {}

    /**
     * The registration is dead: destroy its key, forget its tokens.
     *
     * @param code why
     */
    record Bury(ErrorCode code) implements Next {}
}
