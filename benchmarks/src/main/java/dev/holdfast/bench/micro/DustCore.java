package dev.holdfast.bench.micro;

import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.VerifiedChallenge;
import dev.holdfast.device.message.CompactJws;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Challenge and DUST: made and verified. */
@State(Scope.Benchmark)
public class DustCore {

    private final CoreWorld world = new CoreWorld();
    private final Challenges challenges = new Challenges(world.realm);
    private final Dusts dusts = new Dusts(world.realm);
    private final VerifiedChallenge challenge = challenges.verify(CompactJws.parse(world.challenge));
    private final String dust = dusts.mint(world.subject, 2, challenge);
    private final Dusts.Presentation presented = new Dusts.Presentation(
            challenge.txn(),
            Optional.of(world.attempt.verifier()),
            Optional.of(CoreWorld.ORIGIN.value()),
            Optional.empty());

    /** A challenge for a page. */
    @Benchmark
    public String issueChallenge() {
        return challenges.issue(world.attempt, Purpose.LOGIN, CoreWorld.ORIGIN, "application", "Application");
    }

    /** A challenge that comes back in an exchange. */
    @Benchmark
    public VerifiedChallenge verifyChallenge() {
        return challenges.verify(CompactJws.parse(world.challenge));
    }

    /** A DUST for an exchange's answer. */
    @Benchmark
    public String mint() {
        return dusts.mint(world.subject, 2, challenge);
    }

    /** A DUST that a login page posts. */
    @Benchmark
    public Dusts.Proof redeem() {
        return dusts.redeem(dust, Purpose.LOGIN, presented, world.registry);
    }
}
