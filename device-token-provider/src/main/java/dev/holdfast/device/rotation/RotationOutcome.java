package dev.holdfast.device.rotation;

/** What follows from one presented DURT. Only an {@link Advance} earns a DUST. */
public sealed interface RotationOutcome {
    /** A new successor: to be stored by one conditional update, then handed out with one DUST. */
    record Advance(RotationState next, Durt successor) implements RotationOutcome {}

    /** The same question again: the identical successor, no DUST, nothing changes. */
    record Repeat(Durt successor) implements RotationOutcome {}

    /** The same question again, but its key K is lost: a new successor in the old one's place, no DUST. */
    record Rekey(RotationState next, Durt successor) implements RotationOutcome {}

    /** Two holders of the same token: quarantine. */
    record Fork() implements RotationOutcome {}

    /** A token from before the current one: quarantine. */
    record Reuse() implements RotationOutcome {}

    /** A token that this family never had, or that the server forgot by a restore: nothing changes. */
    record Unknown() implements RotationOutcome {}
}
