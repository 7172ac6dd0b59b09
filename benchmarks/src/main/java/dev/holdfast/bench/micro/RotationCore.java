package dev.holdfast.bench.micro;

import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.device.rotation.DerivationKeys;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.Rotation;
import dev.holdfast.device.rotation.RotationId;
import dev.holdfast.device.rotation.RotationOutcome;
import dev.holdfast.device.rotation.RotationState;
import java.util.Map;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@code Rotation.decide}: each row of docs/protocol.md §7 and the loss of a key. */
@State(Scope.Benchmark)
public class RotationCore {

    private final DerivationKeys keys = new DerivationKeys("1", Map.of("1", Base64Url.randomBytes(32)));
    private final DerivationKeys newKeys = new DerivationKeys("2", Map.of("2", Base64Url.randomBytes(32)));
    private final Durt first = new Durt(UUID.randomUUID(), 5, Base64Url.random(32));
    private final RotationId rid = new RotationId(Base64Url.randomBytes(RotationId.BYTES));
    private final RotationId otherRid = new RotationId(Base64Url.randomBytes(RotationId.BYTES));
    private final RotationState initial = RotationState.initial(first);
    private final RotationOutcome.Advance advanced =
            (RotationOutcome.Advance) Rotation.decide(initial, first, rid, keys);
    private final RotationState pending = advanced.next();
    private final Durt successor = advanced.successor();
    private final Durt older = new Durt(first.registration(), 4, Base64Url.random(32));
    private final Durt wrong = new Durt(first.registration(), 5, Base64Url.random(32));

    /** The current token, nothing pending. */
    @Benchmark
    public RotationOutcome advance() {
        return Rotation.decide(initial, first, rid, keys);
    }

    /** The successor, pending: the old one is retired. */
    @Benchmark
    public RotationOutcome advanceFromPending() {
        return Rotation.decide(pending, successor, otherRid, keys);
    }

    /** The same question again. */
    @Benchmark
    public RotationOutcome repeat() {
        return Rotation.decide(pending, first, rid, keys);
    }

    /** The same question again, its key lost. */
    @Benchmark
    public RotationOutcome rekey() {
        return Rotation.decide(pending, first, rid, newKeys);
    }

    /** Two holders. */
    @Benchmark
    public RotationOutcome fork() {
        return Rotation.decide(pending, first, otherRid, keys);
    }

    /** A token from before. */
    @Benchmark
    public RotationOutcome reuse() {
        return Rotation.decide(initial, older, rid, keys);
    }

    /** A wrong secret. */
    @Benchmark
    public RotationOutcome unknown() {
        return Rotation.decide(initial, wrong, rid, keys);
    }
}
