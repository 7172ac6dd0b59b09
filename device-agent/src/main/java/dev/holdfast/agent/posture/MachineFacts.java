package dev.holdfast.agent.posture;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.posture.Observation.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the machine's administrator alone can see: disks and packet filters, left in a file by {@code holdfast-agent posture
 * --for-users}, which a timer of the system runs as root. The file counts if nobody but root can write it, and for an hour.
 */
public final class MachineFacts implements Collector {
    /** In a folder that only root makes files in, gone with the next start of the machine. */
    public static final String FILE = "/run/holdfast/posture.json";

    private static final long HOUR = 3_600;
    private static final Set<Fact> FACTS = EnumSet.of(Fact.DISK_ENCRYPTED, Fact.FIREWALL, Fact.SECURE_BOOT);

    @Override
    public Set<Fact> facts() {
        return FACTS;
    }

    /**
     * Leaves what was found in the file.
     *
     * @throws IOException for whoever is not root, with a sentence that says so
     */
    public static void leave(List<Observation> observations, long now) throws IOException {
        Path file = Path.of(FILE);
        Path folder = Objects.requireNonNull(file.getParent());
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve("posture.json.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            Files.write(fresh, file(observations, now).toBytes());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AccessDeniedException e) {
            throw new IOException("Only root may leave facts for this machine's users: " + folder, e);
        }
    }

    /** The content of the file. */
    static JsonObject file(List<Observation> observations, long now) {
        JsonObject.Builder facts = JsonObject.builder();
        observations.stream()
                .filter(one -> FACTS.contains(one.fact()) && one.isKnown())
                .forEach(one -> facts.put(one.fact().wire(), one.toJson()));
        return JsonObject.builder()
                .put("collected_at", now)
                .put("facts", facts.build())
                .build();
    }

    @Override
    public List<Observation> collect(Machine machine) {
        Optional<String> file = machine.isRootsAlone(FILE) ? machine.text(FILE).asText() : Optional.empty();
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            JsonObject json = JsonObject.parse(file.get());
            long age = machine.now() - json.number("collected_at");
            if (age < 0 || age > HOUR) {
                return FACTS.stream()
                        .map(fact -> Observation.unknown(fact, Reason.OUT_OF_DATE, "system"))
                        .toList();
            }
            JsonObject facts = json.object("facts");
            List<Observation> observations = new ArrayList<>();
            for (Fact fact : FACTS) {
                Optional<JsonObject> known = facts.optionalObject(fact.wire());
                if (known.isPresent()) {
                    observations.add(Observation.flag(
                            fact, known.get().flag("value"), known.get().string("by")));
                }
            }
            return observations;
        } catch (MalformedJsonException e) {
            return List.of();
        }
    }
}
