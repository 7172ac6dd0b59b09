package dev.holdfast.agent.key;

import java.nio.file.Path;

/**
 * Where another authority keeps this machine's certificate and its key; both stay there and are read when they are used.
 *
 * @param certificate PEM, the machine's own first, then each that issued the one before
 * @param key PEM, without a passphrase
 */
public record MachineFiles(Path certificate, Path key) {
    /** Refuses relative paths: the browser starts the agent in a folder of its own. */
    public MachineFiles {
        if (!certificate.isAbsolute() || !key.isAbsolute()) {
            throw new IllegalArgumentException("a relative path");
        }
    }
}
