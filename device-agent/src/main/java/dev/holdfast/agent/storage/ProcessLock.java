package dev.holdfast.agent.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A lock file that one holder has at a time: the operating system decides between processes and releases it when its
 * holder dies, a semaphore decides between threads of this process (for which file locks are not meant).
 */
public final class ProcessLock implements AutoCloseable {
    private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 10;

    private final Semaphore permit;
    private final FileChannel channel;

    private ProcessLock(Semaphore permit, FileChannel channel) {
        this.permit = permit;
        this.channel = channel;
    }

    static ProcessLock acquire(Path file, Duration wait) throws IOException {
        long deadline = System.nanoTime() + wait.toNanos();
        Semaphore permit = IN_THIS_PROCESS.computeIfAbsent(file, any -> new Semaphore(1, true));
        try {
            if (!permit.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException();
            }
            FileChannel channel = null;
            boolean held = false;
            try {
                channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFolder.NEW_FILE);
                waitFor(channel, deadline);
                held = true;
                return new ProcessLock(permit, channel);
            } finally {
                if (!held) {
                    if (channel != null) {
                        channel.close();
                    }
                    permit.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
    }

    private static void waitFor(FileChannel channel, long deadline) throws IOException, InterruptedException {
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() - deadline >= 0) {
                throw new BusyException();
            }
            // The operating system offers no wait with a limit; the holder is another process.
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            lock = channel.tryLock();
        }
    }

    /** Lets go. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            permit.release();
        }
    }
}
