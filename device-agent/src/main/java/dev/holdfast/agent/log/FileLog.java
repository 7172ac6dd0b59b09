package dev.holdfast.agent.log;

import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;

/** {@code agent.log} in the state folder; at {@value #MAX_BYTES} bytes it becomes {@code agent.log.1}. */
public final class FileLog implements AgentLog {
    /** The name of the file. */
    public static final String NAME = "agent.log";

    static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Clock clock;

    /** Logs into {@code folder}. */
    public FileLog(PrivateFolder folder, Clock clock) {
        this.file = folder.path().resolve(NAME);
        this.clock = clock;
    }

    @Override
    public synchronized void write(LogEvent event) {
        byte[] line = (event.toJson(clock.instant().toString()).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.exists(file) && Files.size(file) + line.length > MAX_BYTES) {
                Files.move(file, file.resolveSibling(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            // One write in append mode: lines of two processes do not mix.
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(ByteBuffer.wrap(line));
            }
        } catch (IOException e) {
            // A full disk must not keep anybody from signing in. The browser shows a host's stderr in its own log.
            System.err.println("holdfast-agent: cannot write " + file);
        }
    }
}
