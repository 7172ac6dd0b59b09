package dev.holdfast.agent.state;

import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The state folder. */
public final class AgentState {
    private static final int NAME_BYTES = 16;

    private final PrivateFolder root;
    private final Function<PrivateFolder, DeviceKeyStore> keyStores;

    /** The state in {@code root}, with keys in stores that {@code keyStores} makes for a folder. */
    public AgentState(PrivateFolder root, Function<PrivateFolder, DeviceKeyStore> keyStores) {
        this.root = root;
        this.keyStores = keyStores;
    }

    /** The folder. */
    public PrivateFolder folder() {
        return root;
    }

    /** What is kept about a realm; made if there is nothing yet. */
    public RealmState realm(Issuer issuer) throws IOException {
        return open(realms(), nameOf(issuer));
    }

    /** A realm in which this device is enrolled. */
    public record Enrolled(Device device, RealmState state) {}

    /** The realms in which this device is enrolled, in a fixed order. */
    public List<Enrolled> enrolled() throws IOException {
        List<Enrolled> enrolled = new ArrayList<>();
        PrivateFolder realms = realms();
        for (String name : realms.folderNames()) {
            RealmState state = open(realms, name);
            state.device().ifPresent(device -> enrolled.add(new Enrolled(device, state)));
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

    private RealmState open(PrivateFolder realms, String name) throws IOException {
        PrivateFolder folder = realms.folder(name);
        return new RealmState(folder, keyStores.apply(folder.folder("keys")));
    }

    private static String nameOf(Issuer issuer) {
        byte[] hash = Sha256.of(issuer.value().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    }
}
