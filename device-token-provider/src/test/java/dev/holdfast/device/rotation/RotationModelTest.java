package dev.holdfast.device.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.rotation.RotationOutcome.Advance;
import dev.holdfast.device.rotation.RotationOutcome.Fork;
import dev.holdfast.device.rotation.RotationOutcome.Rekey;
import dev.holdfast.device.rotation.RotationOutcome.Repeat;
import dev.holdfast.device.rotation.RotationOutcome.Reuse;
import dev.holdfast.device.rotation.RotationOutcome.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random lives of a token family, each reproducible by its seed. */
class RotationModelTest {
    private static final UUID FAMILY = UUID.fromString("6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11");
    private static final int STEPS = 1_200;

    /** What happens to one request of an agent on its way. */
    private enum Fate {
        /** Never reaches the server. */
        REQUEST_LOST,
        /** The server acted; the agent does not learn it. */
        ANSWER_LOST,
        /** The agent stored the new DURT and crashed before using the answer. */
        CRASH_AFTER_STORING,
        DELIVERED
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    @DisplayName(
            "G7 an honest agent that loses answers at random, while K rolls over and gets lost, is never locked out")
    void honestAgentIsNeverLockedOut(long seed) {
        Random random = new Random(seed);
        Server server = new Server(random);
        Agent agent = new Agent(server.first, random);
        int advances = 0;
        int lost = 0;

        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(40)) {
                case 0 -> server.rollOver(true);
                case 1 -> server.rollOver(false);
                default -> {}
            }
            Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
            agent.prepare();
            if (fate == Fate.REQUEST_LOST) {
                lost++;
                continue;
            }
            RotationOutcome outcome = server.present(agent.durt, agent.rid());
            assertThat(outcome).as("step %d", step).isInstanceOfAny(Advance.class, Repeat.class, Rekey.class);
            advances += outcome instanceof Advance ? 1 : 0;
            if (fate == Fate.ANSWER_LOST) {
                lost++;
            } else {
                agent.store(successorOf(outcome));
            }
        }

        assertThat(server.quarantined).isFalse();
        assertThat(advances).isGreaterThan(STEPS / 4);
        assertThat(lost).isGreaterThan(STEPS / 4);
        assertThat(server.state.generation()).isGreaterThan(STEPS / 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    @DisplayName("A18 A20 a copy of an agent's state is caught at the latest when both holders have acted again")
    void copyIsCaught(long seed) {
        Random random = new Random(seed);
        for (int life = 0; life < 60; life++) {
            Server server = new Server(random);
            Agent owner = new Agent(server.first, random);
            int before = random.nextInt(20);
            for (int i = 0; i < before; i++) {
                owner.prepare();
                if (random.nextInt(3) > 0) {
                    RotationOutcome outcome = server.present(owner.durt, owner.rid());
                    if (random.nextInt(3) > 0) {
                        owner.store(successorOf(outcome));
                    }
                }
            }
            if (random.nextBoolean()) {
                owner.complete(server); // With an rid on its way the copy has it too: see the next test.
            }
            Agent thief = owner.copy();
            // A request on its way is shared by both: whoever is first finishes it, then they part.
            Agent[] order = random.nextBoolean() ? new Agent[] {owner, thief} : new Agent[] {thief, owner};
            int rounds = 0;
            while (!server.quarantined && rounds < 3) {
                for (Agent actor : order) {
                    actor.act(server);
                }
                rounds++;
            }
            assertThat(server.quarantined).as("life %d of seed %d", life, seed).isTrue();
            assertThat(server.dustsAfterQuarantine).isZero();
            assertThat(rounds).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 44, 444})
    @DisplayName("A20 a copy of a settled state gives both holders together one DUST at most before the quarantine")
    void settledCopyIsCaughtAtOnce(long seed) {
        Random random = new Random(seed);
        for (int life = 0; life < 100; life++) {
            Server server = new Server(random);
            Agent owner = new Agent(server.first, random);
            for (int i = random.nextInt(5); i > 0; i--) {
                owner.complete(server);
            }
            Agent thief = owner.copy();
            int dusts = server.dusts;
            int actsOfThief = 1 + random.nextInt(3);
            for (int i = 0; i < actsOfThief; i++) {
                thief.act(server);
            }
            owner.act(server);
            assertThat(server.quarantined).isTrue();
            assertThat(server.dusts - dusts).isEqualTo(actsOfThief);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 77, 777})
    @DisplayName("Section 7: each generation is handed out by one rid alone and earns one DUST at most")
    void oneDustForEachGeneration(long seed) {
        Random random = new Random(seed);
        Server server = new Server(random);
        Agent agent = new Agent(server.first, random);
        for (int step = 0; step < STEPS && !server.quarantined; step++) {
            agent.prepare();
            RotationOutcome outcome = server.present(agent.durt, agent.rid());
            if (random.nextInt(4) > 0) {
                agent.store(successorOf(outcome));
            }
        }
        assertThat(server.quarantined).isFalse();
        assertThat(server.dustsByGeneration.values()).containsOnly(1);
    }

    private static Durt successorOf(RotationOutcome outcome) {
        if (outcome instanceof Advance advance) {
            return advance.successor();
        }
        if (outcome instanceof Repeat repeat) {
            return repeat.successor();
        }
        return ((Rekey) outcome).successor();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One registration's row and the realm's keys. */
    private static final class Server {
        final Random random;
        final Map<String, byte[]> secrets = new LinkedHashMap<>();
        final Map<Long, Integer> dustsByGeneration = new LinkedHashMap<>();
        final Durt first;
        String active = "k0";
        RotationState state;
        boolean quarantined;
        int dusts;
        int dustsAfterQuarantine;

        Server(Random random) {
            this.random = random;
            this.secrets.put(active, bytes(random));
            this.first = new Durt(FAMILY, 1, "s".repeat(42) + 'A');
            this.state = RotationState.initial(first);
        }

        RotationOutcome present(Durt durt, RotationId rid) {
            RotationOutcome outcome = Rotation.decide(state, durt, rid, new DerivationKeys(active, secrets));
            if (outcome instanceof Advance advance) {
                state = advance.next();
                dusts++;
                dustsAfterQuarantine += quarantined ? 1 : 0;
                dustsByGeneration.merge(advance.successor().generation(), 1, Integer::sum);
            } else if (outcome instanceof Rekey rekey) {
                state = rekey.next();
            } else if (outcome instanceof Fork || outcome instanceof Reuse) {
                quarantined = true;
            }
            return outcome;
        }

        void rollOver(boolean keepFormer) {
            active = "k" + (secrets.size() + random.nextInt(1_000_000));
            if (!keepFormer) {
                secrets.clear();
            }
            secrets.put(active, bytes(random));
        }
    }

    /** An agent by the seven rules of docs/protocol.md §7. */
    private static final class Agent {
        final Random random;
        Durt durt;

        @Nullable
        RotationId rid;

        Agent(Durt durt, Random random) {
            this.durt = durt;
            this.random = random;
        }

        /** Rules 2 and 3: a rid is stored before the request goes out, and is the same until an answer came. */
        void prepare() {
            if (rid == null) {
                rid = new RotationId(bytes(random));
            }
        }

        RotationId rid() {
            if (rid == null) {
                throw new AssertionError("prepare comes first");
            }
            return rid;
        }

        void store(Durt next) {
            durt = next;
            rid = null;
        }

        /** One sign-in whose answer arrives; a repeat is gone on from at once. */
        void act(Server server) {
            if (server.quarantined) {
                return;
            }
            RotationOutcome outcome;
            do {
                prepare();
                outcome = server.present(durt, rid());
                if (outcome instanceof Fork || outcome instanceof Reuse || outcome instanceof Unknown) {
                    return;
                }
                store(successorOf(outcome));
            } while (!(outcome instanceof Advance));
        }

        void complete(Server server) {
            act(server);
            assertThat(server.quarantined).isFalse();
        }

        Agent copy() {
            Agent copy = new Agent(durt, random);
            copy.rid = rid;
            return copy;
        }
    }
}
