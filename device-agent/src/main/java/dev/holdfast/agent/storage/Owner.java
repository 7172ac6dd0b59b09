package dev.holdfast.agent.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Who files belong to, by the user's number: a name would have to be asked for, maybe over the network. */
final class Owner {
    static final int ROOT = 0;

    private static final String NUMBER = "unix:uid";
    /** Linux: belongs to whom the process acts for. */
    private static final Path PROCESS = Path.of("/proc/self");

    private Owner() {}

    /** The owner of a file, or of a link itself. */
    static int of(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, NUMBER, LinkOption.NOFOLLOW_LINKS);
    }

    /** The user that this process acts for. */
    static int ofThisProcess() throws IOException {
        Path witness = Files.exists(PROCESS) ? PROCESS : Path.of(System.getProperty("user.home"));
        return (Integer) Files.getAttribute(witness, NUMBER);
    }
}
