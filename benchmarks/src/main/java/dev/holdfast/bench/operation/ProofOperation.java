package dev.holdfast.bench.operation;

import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.signin.DeviceSignIn;
import dev.holdfast.bench.signin.DeviceUser;
import dev.holdfast.bench.signin.DeviceUser.Exchanged;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The proof that a session is used on its device, without the pages around it. A challenge serves many proofs; each takes
 * the nonce that the proof before it answered.
 */
public final class ProofOperation implements Operation {

    /** Well under the challenge's and the nonce's 120 seconds, with a slice to come. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final DeviceSignIn pages;
    private final List<Turn<DeviceUser>> users;
    private final List<Worker> workers;

    private static final class Worker {
        private String challenge = "";
        private String nonce = "";
        private long begunAt;
    }

    /** @param users each worker's own */
    public ProofOperation(DeviceSignIn pages, List<Turn<DeviceUser>> users) {
        this.pages = pages;
        this.users = users;
        this.workers = IntStream.range(0, users.size())
                .mapToObj(worker -> new Worker())
                .toList();
    }

    @Override
    public String name() {
        return "cookie proof";
    }

    @Override
    public void prepare(int worker) {
        Worker own = workers.get(worker);
        if (!own.challenge.isEmpty() && System.nanoTime() - own.begunAt < FRESH.toNanos()) {
            return;
        }
        own.begunAt = System.nanoTime();
        own.challenge = pages.sessionChallenge(users.get(worker).next());
        own.nonce = DeviceUser.nonceIn(own.challenge);
    }

    @Override
    public void run(int worker) {
        Worker own = workers.get(worker);
        Exchanged proven = users.get(worker).next().prove(own.challenge, own.nonce);
        own.nonce = proven.nextNonce();
    }
}
