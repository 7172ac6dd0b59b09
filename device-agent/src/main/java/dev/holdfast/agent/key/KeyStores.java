package dev.holdfast.agent.key;

import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;

/** Opens the key store of a realm's state. */
@FunctionalInterface
public interface KeyStores {
    /**
     * A store that makes keys in {@code home} and finds every key that has a file in {@code folder}. Touches no
     * hardware until a key is made or used.
     *
     * @throws IOException if this agent does not know such a place
     */
    DeviceKeyStore open(PrivateFolder folder, KeyHome home) throws IOException;
}
