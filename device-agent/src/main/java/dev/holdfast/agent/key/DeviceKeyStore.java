package dev.holdfast.agent.key;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes, finds and destroys keys. There is no way to ask for a private part: an implementation on a TPM could not give
 * it, and the one on files has no reason to.
 */
public interface DeviceKeyStore {
    /**
     * Makes a key and stores it durably.
     *
     * @throws IOException if it cannot be stored, or the name is taken
     */
    DeviceKey create(KeyName name) throws IOException;

    /** The key of this name, if there is one. A key in hardware is not touched by this. */
    Optional<DeviceKey> find(KeyName name) throws IOException;

    /** Destroys a key for good; none there is no error. */
    void destroy(KeyName name) throws IOException;

    /** The names of all keys. */
    List<KeyName> names() throws IOException;

    /** What proves to a realm that this store's keys are in hardware; empty where they are not. */
    default Optional<KeyAttester> attester() {
        return Optional.empty();
    }

    /** Makes keys with PINs; empty where nothing would enforce them. */
    default Optional<UnlockableKeyStore> unlockable() {
        return Optional.empty();
    }
}
