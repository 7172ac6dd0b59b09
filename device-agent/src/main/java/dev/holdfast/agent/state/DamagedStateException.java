package dev.holdfast.agent.state;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the state folder is not what the agent wrote: a disk fault, or somebody edited it. */
public final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(Path file, Throwable cause) {
        super("The file " + file + " is damaged. Move it away and register or enrol again.", cause);
    }
}
