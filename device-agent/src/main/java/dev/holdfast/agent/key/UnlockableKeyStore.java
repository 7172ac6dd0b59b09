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

    /**
     * Gives a key another PIN; the key stays the same. A copy that somebody made of the store before still takes the old
     * one, and is of use beside the same hardware only.
     *
     * @throws IOException if there is no such key with a PIN, or it cannot be stored
     * @throws KeyUnusableException {@link WrongPinException} for a wrong present PIN, {@link KeyLockedOutException}
     *     after too many
     */
    void change(KeyName name, Pin present, Pin next) throws IOException, KeyUnusableException;
}
