package dev.holdfast.agent.state;

import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.MachineCertificate;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Everything the agent keeps about one realm. */
public final class RealmState {
    private static final String DEVICE = "device.json";
    private static final String POSTURE = "posture.json";

    private final PrivateFolder folder;
    private final KeyHome home;
    private final DeviceKeyStore keys;
    private final Registrations registrations;
    private final PendingRegistrations pending;

    RealmState(PrivateFolder folder, KeyHome home, DeviceKeyStore keys) throws IOException {
        this.folder = folder;
        this.home = home;
        this.keys = keys;
        this.registrations = new Registrations(folder.folder("registrations"), keys);
        this.pending = new PendingRegistrations(folder.folder("pending"), keys, registrations);
    }

    /** The enrolment, if there is one. */
    public Optional<Device> device() throws IOException {
        return device(folder);
    }

    static Optional<Device> device(PrivateFolder folder) throws IOException {
        return StateFile.read(folder, DEVICE, Device::fromJson);
    }

    /** Stores the enrolment durably. */
    public void store(Device device) throws IOException {
        folder.write(DEVICE, device.toJson().toBytes());
    }

    /** Where new keys of this realm are made. */
    public KeyHome home() {
        return home;
    }

    /** The keys of this realm; realms share none. */
    public DeviceKeyStore keys() {
        return keys;
    }

    /**
     * The key of the device's certificate: the agent's own, or that of a file of another authority.
     *
     * @throws IOException if the file cannot be read, or holds another key than its certificate
     */
    public Optional<DeviceKey> agentKey(Device device, SecureRandom random) throws IOException {
        return device.machine().isPresent()
                ? Optional.of(MachineCertificate.read(device.machine().get()).key(random))
                : keys.find(KeyName.AGENT);
    }

    /** The users of this device in this realm. */
    public Registrations registrations() {
        return registrations;
    }

    /** Registrations under way. */
    public PendingRegistrations pending() {
        return pending;
    }

    /** The last report of this device's condition. */
    public ReportedPosture posture() throws IOException {
        return StateFile.read(folder, POSTURE, ReportedPosture::fromJson).orElse(ReportedPosture.NONE);
    }

    /** Stores that a report was accepted. */
    public void store(ReportedPosture posture) throws IOException {
        folder.write(POSTURE, posture.toJson().toBytes());
    }

    /** Takes the lock that reports hold: one at a time, so that their numbers grow. */
    public ProcessLock postureLock(Duration wait) throws IOException {
        return folder.lock("posture.lock", wait);
    }

    /** Takes the lock that enrolling and registering hold. */
    public ProcessLock lock(Duration wait) throws IOException {
        return folder.lock("realm.lock", wait);
    }

    /** Destroys keys that nothing refers to: what a crash between two writes left. The caller holds {@link #lock}. */
    public void destroyOrphanKeys() throws IOException {
        Set<KeyName> used = new HashSet<>();
        used.add(KeyName.AGENT);
        registrations.live().forEach(registration -> {
            used.add(registration.key());
            registration.userKey().ifPresent(used::add);
        });
        pending.all().forEach(waiting -> {
            used.add(waiting.key());
            waiting.userKey().ifPresent(used::add);
        });
        for (KeyName name : keys.names()) {
            if (!used.contains(name)) {
                keys.destroy(name);
            }
        }
    }

    /** Destroys the agent key and everything else of this realm. */
    public void deleteAll() throws IOException {
        for (KeyName name : keys.names()) {
            keys.destroy(name);
        }
        folder.deleteAll();
    }
}
