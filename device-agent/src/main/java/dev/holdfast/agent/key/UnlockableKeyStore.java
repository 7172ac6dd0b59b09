package dev.holdfast.agent.key;

import java.io.IOException;

/** Makes keys with PINs. Only hardware can: a file could be tried without limit. */
public interface UnlockableKeyStore {
    /**
     * Makes a key with a PIN and stores it durably.
     *
     * @throws IOException if it cannot be made or stored, or the name is taken
     */
    UnlockableKey create(KeyName name, Pin pin) throws IOException;
}
