package dev.holdfast.agent.tpm;

import dev.holdfast.agent.platform.Platform;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One TPM of this machine. It is opened for each use and closed after it, so that nothing of ours stays in it and other
 * programs get their turn; nothing is opened before the first use. Safe for several threads.
 */
public final class Tpm {
    /** Longer than a TPM takes for the keys of an enrolment. */
    private static final long PATIENCE_SECONDS = 120;

    private final TpmAddress address;
    private final Platform platform;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** A TPM at an address; it need not be there yet. */
    public Tpm(TpmAddress address, Platform platform) {
        this.address = address;
        this.platform = platform;
    }

    /** What is done while the TPM is open. */
    @FunctionalInterface
    interface Work<T> {
        T with(TpmConnection connection, TpmCommands commands) throws TpmException;
    }

    /** Where it is. */
    public TpmAddress address() {
        return address;
    }

    /** How it is, in its own words. */
    public TpmHealth health() throws TpmException {
        return run((connection, commands) -> TpmHealth.of(connection));
    }

    /**
     * Finds out whether this user can make keys in it, by deriving the key under which all others are made.
     *
     * @throws TpmException if not; its message says what to do
     */
    public void requireUsable() throws TpmException {
        run((connection, commands) -> {
            commands.createPrimary(Hierarchy.OWNER, KeyTemplate.storageRoot()).close();
            return true;
        });
    }

    byte[] randomBytes(int count) {
        return platform.randomBytes(count);
    }

    /** Opens the TPM, does the work and closes it. */
    <T> T run(Work<T> work) throws TpmException {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw TpmException.Unreachable.busy(address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TpmException.Unreachable.busy(address);
        }
        try (TpmConnection connection = new TpmConnection(address.open(), platform.pause())) {
            return work.with(connection, new TpmCommands(connection));
        } finally {
            turn.unlock();
        }
    }
}
