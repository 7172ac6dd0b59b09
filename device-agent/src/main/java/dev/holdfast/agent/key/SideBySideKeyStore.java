package dev.holdfast.agent.key;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Two stores in one folder, each with its own kind of file: one makes new keys, and keys of both are found. */
public final class SideBySideKeyStore implements DeviceKeyStore {
    private final DeviceKeyStore chosen;
    private final DeviceKeyStore other;

    /** Makes keys in {@code chosen}. */
    public SideBySideKeyStore(DeviceKeyStore chosen, DeviceKeyStore other) {
        this.chosen = chosen;
        this.other = other;
    }

    @Override
    public DeviceKey create(KeyName name) throws IOException {
        if (other.find(name).isPresent()) {
            throw new IOException("there is a key of the name " + name.value() + " already");
        }
        return chosen.create(name);
    }

    @Override
    public Optional<DeviceKey> find(KeyName name) throws IOException {
        Optional<DeviceKey> found = chosen.find(name);
        return found.isPresent() ? found : other.find(name);
    }

    @Override
    public void destroy(KeyName name) throws IOException {
        chosen.destroy(name);
        other.destroy(name);
    }

    @Override
    public List<KeyName> names() throws IOException {
        return Stream.concat(chosen.names().stream(), other.names().stream())
                .distinct()
                .toList();
    }

    @Override
    public Optional<KeyAttester> attester() {
        return chosen.attester();
    }

    @Override
    public Optional<UnlockableKeyStore> unlockable() {
        return chosen.unlockable();
    }
}
