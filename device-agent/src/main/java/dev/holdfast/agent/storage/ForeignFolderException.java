package dev.holdfast.agent.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The state folder is in the hands of another user of this machine. */
public final class ForeignFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    private ForeignFolderException(String message) {
        super(message);
    }

    static ForeignFolderException folder(Path folder) {
        return new ForeignFolderException("The folder " + folder
                + " belongs to another user. Run this as that user, or name a folder of your own: --state FOLDER");
    }

    static ForeignFolderException link(Path link) {
        return new ForeignFolderException("The link " + link
                + " was made by another user. Look who made it and why; the agent keeps no keys behind it.");
    }
}
