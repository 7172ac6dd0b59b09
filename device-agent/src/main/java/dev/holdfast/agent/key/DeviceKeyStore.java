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

    /** The key of this name, if there is one. */
    Optional<DeviceKey> find(KeyName name) throws IOException;

    /** Destroys a key for good; none there is no error. */
    void destroy(KeyName name) throws IOException;

    /** The names of all keys. */
    List<KeyName> names() throws IOException;
}
