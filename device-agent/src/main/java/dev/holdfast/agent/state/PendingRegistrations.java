package dev.holdfast.agent.state;

import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Registrations that wait for a sign-in: few, since a page may start one and never come back. */
public final class PendingRegistrations {
    static final int MAX = 4;
    private static final String SUFFIX = ".json";

    private final PrivateFolder folder;
    private final DeviceKeyStore keys;
    private final Registrations registrations;

    PendingRegistrations(PrivateFolder folder, DeviceKeyStore keys, Registrations registrations) {
        this.folder = folder;
        this.keys = keys;
        this.registrations = registrations;
    }

    /** Stores one durably; the oldest beyond {@value #MAX} are dropped with their keys. */
    public void store(PendingRegistration pending) throws IOException {
        folder.write(pending.key().value() + SUFFIX, pending.toJson().toBytes());
        List<PendingRegistration> all = all();
        for (PendingRegistration old : all.subList(0, Math.max(0, all.size() - MAX))) {
            drop(old);
        }
    }

    /** The one whose ID token has this nonce. */
    public Optional<PendingRegistration> byNonce(String nonce) throws IOException {
        return all().stream().filter(pending -> pending.nonce().equals(nonce)).findFirst();
    }

    /** All, oldest first. */
    public List<PendingRegistration> all() throws IOException {
        List<PendingRegistration> all = new ArrayList<>();
        for (String name : folder.names(SUFFIX)) {
            StateFile.read(folder, name, PendingRegistration::fromJson).ifPresent(all::add);
        }
        all.sort(Comparator.comparingLong(PendingRegistration::startedAt));
        return all;
    }

    /** Removes one whose key is now a registration's. */
    public void complete(PendingRegistration pending) throws IOException {
        folder.delete(pending.key().value() + SUFFIX);
    }

    /** Removes one together with its key. */
    public void drop(PendingRegistration pending) throws IOException {
        // After a crash between storing a registration and completing it here, its key is in use.
        if (registrations.live().stream().noneMatch(live -> live.key().equals(pending.key()))) {
            keys.destroy(pending.key());
            if (pending.userKey().isPresent()) {
                keys.destroy(pending.userKey().get());
            }
        }
        complete(pending);
    }
}
