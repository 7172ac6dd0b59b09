package dev.holdfast.agent.command;

import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyStores;
import dev.holdfast.agent.key.SideBySideKeyStore;
import dev.holdfast.agent.key.SoftwareKeyStore;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.tpm.Tpm;
import dev.holdfast.agent.tpm.TpmAddress;
import dev.holdfast.agent.tpm.TpmKeyStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The key stores of this machine: files, and its TPM. */
final class LocalKeyStores implements KeyStores {
    private final Platform platform;
    /** One for each address, so that the threads of this process take turns. */
    private final Map<TpmAddress, Tpm> tpms = new ConcurrentHashMap<>();

    LocalKeyStores(Platform platform) {
        this.platform = platform;
    }

    @Override
    public DeviceKeyStore open(PrivateFolder folder, KeyHome home) throws IOException {
        SoftwareKeyStore software = new SoftwareKeyStore(folder, platform.random());
        if (home instanceof KeyHome.Tpm tpm) {
            return new SideBySideKeyStore(new TpmKeyStore(folder, tpm(tpm.address()), tpm.realm()), software);
        }
        return software;
    }

    /** The TPM at an address that stands in the state. */
    Tpm tpm(String address) throws IOException {
        try {
            return tpm(TpmAddress.parse(address));
        } catch (IllegalArgumentException e) {
            throw new IOException("The state names a TPM in a way this agent does not know: " + e.getMessage(), e);
        }
    }

    Tpm tpm(TpmAddress address) {
        return tpms.computeIfAbsent(address, known -> new Tpm(known, platform));
    }
}
