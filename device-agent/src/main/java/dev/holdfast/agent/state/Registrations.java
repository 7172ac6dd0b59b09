package dev.holdfast.agent.state;

import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The registrations of one enrolment, a file each. Whoever changes one holds its lock. */
public final class Registrations {
    private static final String SUFFIX = ".json";

    private final PrivateFolder folder;
    private final DeviceKeyStore keys;

    Registrations(PrivateFolder folder, DeviceKeyStore keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /** The living ones, the one that signed in last first. */
    public List<Registration> live() throws IOException {
        List<Registration> live = new ArrayList<>();
        for (String name : folder.names(SUFFIX)) {
            entry(name).flatMap(Entry::live).ifPresent(live::add);
        }
        live.sort(Comparator.comparingLong(Registration::usedAt)
                .reversed()
                .thenComparing(registration -> registration.id().value()));
        return live;
    }

    /** The ended ones that no new registration has replaced. */
    public List<Registration.Ended> ended() throws IOException {
        List<Registration.Ended> ended = new ArrayList<>();
        for (String name : folder.names(SUFFIX)) {
            entry(name).flatMap(Entry::ended).ifPresent(ended::add);
        }
        return ended;
    }

    private record Entry(Optional<Registration> live, Optional<Registration.Ended> ended) {}

    private Optional<Entry> entry(String name) throws IOException {
        return StateFile.read(
                folder,
                name,
                json -> json.has("ended")
                        ? new Entry(Optional.empty(), Optional.of(Registration.Ended.fromJson(json)))
                        : new Entry(Optional.of(Registration.fromJson(json)), Optional.empty()));
    }

    /** The living registration of this id. */
    public Optional<Registration> find(RegistrationId id) throws IOException {
        return entry(id.value() + SUFFIX).flatMap(Entry::live);
    }

    /** Takes the lock that one rotation at a time holds, over all processes of this state folder. */
    public ProcessLock lock(RegistrationId id, Duration wait) throws IOException {
        return folder.lock(id.value() + ".lock", wait);
    }

    /** Stores durably. */
    public void store(Registration registration) throws IOException {
        folder.write(registration.id().value() + SUFFIX, registration.toJson().toBytes());
    }

    /** Destroys the key, then forgets the tokens, and keeps the reason for the user to see. */
    public Registration.Ended bury(Registration registration, ErrorCode reason) throws IOException {
        Registration.Ended ended = new Registration.Ended(registration.id(), registration.account(), reason);
        // The key first: after a crash in between, a registration without a key is dead as well.
        destroyKeys(registration);
        folder.write(registration.id().value() + SUFFIX, ended.toJson().toBytes());
        return ended;
    }

    private void destroyKeys(Registration registration) throws IOException {
        keys.destroy(registration.key());
        if (registration.userKey().isPresent()) {
            keys.destroy(registration.userKey().get());
        }
    }

    /**
     * Removes every trace of a registration.
     *
     * @throws dev.holdfast.agent.storage.BusyException if a rotation of it does not end within {@code wait}
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public void forget(RegistrationId id, Duration wait) throws IOException {
        // Under its lock: a rotation that is under way would store the registration again.
        try (ProcessLock held = lock(id, wait)) {
            Optional<Registration> live = find(id);
            if (live.isPresent()) {
                destroyKeys(live.get());
            }
            folder.delete(id.value() + SUFFIX);
        }
    }

    /** Removes what a new registration of the same account replaces. */
    public void forgetReplaced(Registration by, Duration wait) throws IOException {
        for (Registration live : live()) {
            if (live.account().equals(by.account()) && !live.id().equals(by.id())) {
                forget(live.id(), wait);
            }
        }
        for (Registration.Ended ended : ended()) {
            if (ended.account().equals(by.account()) && !ended.id().equals(by.id())) {
                forget(ended.id(), wait);
            }
        }
    }
}
