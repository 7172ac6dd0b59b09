package dev.holdfast.agent.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The state folder lets others in; its keys cannot be trusted to be this user's alone. */
public final class OpenToOthersException extends IOException {
    private static final long serialVersionUID = 1L;

    OpenToOthersException(Path folder) {
        super("The folder " + folder + " must have mode 0700. Look who could read it, then: chmod -R go-rwx " + folder);
    }
}
