package dev.holdfast.agent.state;

import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyStores;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The state folder. */
public final class AgentState {
    private static final int NAME_BYTES = 16;

    private final PrivateFolder root;
    private final KeyStores keyStores;

    /** The state in {@code root}, with keys in stores that {@code keyStores} opens. */
    public AgentState(PrivateFolder root, KeyStores keyStores) {
        this.root = root;
        this.keyStores = keyStores;
    }

    /** The folder. */
    public PrivateFolder folder() {
        return root;
    }

    /** What is kept about a realm; made if there is nothing yet. New keys go where the enrolment says. */
    public RealmState realm(Issuer issuer) throws IOException {
        PrivateFolder folder = realms().folder(nameOf(issuer));
        return open(folder, RealmState.device(folder).map(Device::keys).orElse(KeyHome.SOFTWARE));
    }

    /** The same for an enrolment that makes its keys in {@code keys}. */
    public RealmState realm(Issuer issuer, KeyHome keys) throws IOException {
        return open(realms().folder(nameOf(issuer)), keys);
    }

    /** A realm in which this device is enrolled. */
    public record Enrolled(Device device, RealmState state) {}

    /** The realms in which this device is enrolled, in a fixed order. */
    public List<Enrolled> enrolled() throws IOException {
        List<Enrolled> enrolled = new ArrayList<>();
        PrivateFolder realms = realms();
        for (String name : realms.folderNames()) {
            PrivateFolder folder = realms.folder(name);
            Optional<Device> device = RealmState.device(folder);
            if (device.isPresent()) {
                enrolled.add(
                        new Enrolled(device.get(), open(folder, device.get().keys())));
            }
        }
        return enrolled;
    }

    /** The enrolment in one realm. */
    public Optional<Enrolled> enrolled(Issuer issuer) throws IOException {
        return enrolled().stream()
                .filter(one -> one.device().issuer().equals(issuer))
                .findFirst();
    }

    private PrivateFolder realms() throws IOException {
        return root.folder("realms");
    }

    private RealmState open(PrivateFolder folder, KeyHome keys) throws IOException {
        return new RealmState(folder, keys, keyStores.open(folder.folder("keys"), keys));
    }

    private static String nameOf(Issuer issuer) {
        byte[] hash = Sha256.of(issuer.value().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    }
}
