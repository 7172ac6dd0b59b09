package dev.holdfast.device.rotation;

import dev.holdfast.device.rotation.RotationState.Pending;

/**
 * The rotation table of docs/protocol.md §7 as a pure function: no replay, and no lock-out by a lost answer.
 *
 * <p>The caller has checked the signature of the registration's key over the request: nobody else reaches this decision,
 * so an old token in foreign hands cannot quarantine its owner.
 */
public final class Rotation {
    private Rotation() {}

    /**
     * Decides what the presented token means.
     *
     * @param presented a token of this registration
     * @param rid the rotation that the agent asks for
     */
    public static RotationOutcome decide(RotationState state, Durt presented, RotationId rid, DerivationKeys keys) {
        long current = state.generation();
        Pending pending = state.pending();
        if (presented.generation() < current) {
            return new RotationOutcome.Reuse();
        }
        Hash hash = presented.hash();
        if (presented.generation() == current) {
            if (!hash.matches(state.current())) {
                return new RotationOutcome.Unknown();
            }
            if (pending == null) {
                return advance(presented, rid, keys);
            }
            return pending.rid().matches(rid.hash())
                    ? again(state, pending, presented, rid, keys)
                    : new RotationOutcome.Fork();
        }
        boolean isSuccessor =
                presented.generation() == current + 1 && pending != null && hash.matches(pending.successor());
        return isSuccessor ? advance(presented, rid, keys) : new RotationOutcome.Unknown();
    }

    private static RotationOutcome advance(Durt confirmed, RotationId rid, DerivationKeys keys) {
        Durt successor = successor(confirmed, rid, keys);
        return new RotationOutcome.Advance(
                pendingAfter(confirmed.generation(), confirmed.hash(), rid, successor, keys), successor);
    }

    private static RotationOutcome again(
            RotationState state, Pending pending, Durt presented, RotationId rid, DerivationKeys keys) {
        return keys.derive(pending.keyId(), presented.registration(), presented.generation() + 1, rid)
                // Other bytes under the same key id are a lost key: what they give is not what was handed out.
                .filter(derived -> derived.hash().matches(pending.successor()))
                .<RotationOutcome>map(RotationOutcome.Repeat::new)
                .orElseGet(() -> {
                    Durt successor = successor(presented, rid, keys);
                    return new RotationOutcome.Rekey(
                            pendingAfter(state.generation(), state.current(), rid, successor, keys), successor);
                });
    }

    private static Durt successor(Durt of, RotationId rid, DerivationKeys keys) {
        return keys.derive(keys.activeId(), of.registration(), of.generation() + 1, rid)
                .orElseThrow(() -> new AssertionError("DerivationKeys holds its active key by construction"));
    }

    private static RotationState pendingAfter(
            long generation, Hash current, RotationId rid, Durt successor, DerivationKeys keys) {
        return new RotationState(generation, current, new Pending(rid.hash(), successor.hash(), keys.activeId()));
    }
}
