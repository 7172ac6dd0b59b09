package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The registry as an administrator looks at it: lists with search and pages, and changes that are no ceremony. */
public final class DeviceInventory {
    private final EntityManager database;
    private final String realmId;
    private final DeviceRepresentations shown;

    public DeviceInventory(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
        this.shown = new DeviceRepresentations(session, realm);
    }

    /**
     * What a list shows; an absent part does not limit it.
     *
     * @param search begins the device's name in any case, or is its id
     * @param user id of its owner, or of a user registered on it
     */
    public record Filter(
            Optional<String> search,
            Optional<Device.Status> status,
            Optional<Assurance> assurance,
            Optional<String> user) {}

    /** To whom a device is assigned: ids of users and groups. */
    public record Assigned(Optional<String> owner, Set<String> users, Set<String> groups) {
        public Assigned {
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
        }

        /** The owner is one of the users. */
        public Assignment assignment() {
            Set<String> all = new HashSet<>(users);
            owner.ifPresent(all::add);
            return new Assignment(all, groups);
        }
    }

    /** What the registrations of a device come to. */
    record Use(long registrations, @Nullable Instant lastUsed) {
        static final Use NONE = new Use(0, null);
    }

    /**
     * Where a page begins or ends: behind a device or before one, or at either end of the list.
     *
     * @param device absent at an end
     */
    public record Place(Optional<UUID> device, boolean forwards) {
        public static Place start() {
            return new Place(Optional.empty(), true);
        }

        public static Place end() {
            return new Place(Optional.empty(), false);
        }

        public static Place behind(UUID device) {
            return new Place(Optional.of(device), true);
        }

        public static Place before(UUID device) {
            return new Place(Optional.of(device), false);
        }
    }

    /**
     * A page of devices by name, a line each.
     *
     * @param devices in the order of the list, wherever the page was read from
     * @param hasBefore whether there are devices of the filter before the first one
     * @param hasAfter whether there are devices of the filter behind the last one
     */
    public record Page(List<Map<String, Object>> devices, boolean hasBefore, boolean hasAfter) {}

    /**
     * How many devices there are.
     *
     * @param number as far as was counted
     * @param isAll false where there are more
     */
    public record Count(long number, boolean isAll) {}

    /**
     * A page, which costs the same wherever in the list it is.
     *
     * @return nothing where there is no such device
     */
    public Optional<Page> page(Filter filter, Place place, int max) {
        Optional<DeviceEntity> from = place.device().flatMap(this::find);
        if (from.isEmpty() && place.device().isPresent()) {
            return Optional.empty();
        }
        DeviceWalk walk = new DeviceWalk(database, realmId, filter);
        DeviceWalk.Direction direction =
                place.forwards() ? DeviceWalk.Direction.FORWARD : DeviceWalk.Direction.BACKWARD;
        List<DeviceEntity> read = walk.read(from, direction, max + 1);
        List<DeviceEntity> shown = new ArrayList<>(read.subList(0, Math.min(max, read.size())));
        boolean goesOn = read.size() > max;
        boolean goesBack = from.isPresent() && hasBehind(walk, shown, direction);
        if (!place.forwards()) {
            Collections.reverse(shown);
        }
        return Optional.of(
                new Page(lines(shown), place.forwards() ? goesBack : goesOn, place.forwards() ? goesOn : goesBack));
    }

    /** Whether there are devices on the side that a page was not read to; of an empty page all others are. */
    private static boolean hasBehind(DeviceWalk walk, List<DeviceEntity> shown, DeviceWalk.Direction direction) {
        return !walk.read(shown.stream().findFirst(), direction.opposite(), 1).isEmpty();
    }

    private List<Map<String, Object>> lines(List<DeviceEntity> devices) {
        Map<String, Use> uses = useOf(devices.stream().map(device -> device.id).toList());
        return devices.stream()
                .map(device -> shown.line(device, uses.getOrDefault(device.id, Use.NONE)))
                .toList();
    }

    public Count count(Filter filter) {
        long number = new DeviceWalk(database, realmId, filter).count();
        return new Count(Math.min(number, DeviceWalk.COUNTED), number <= DeviceWalk.COUNTED);
    }

    /** All that an administrator sees of a device. */
    public Optional<Map<String, Object>> device(UUID did) {
        return find(did)
                .map(device -> shown.whole(
                        device,
                        useOf(List.of(device.id)).getOrDefault(device.id, Use.NONE),
                        assignmentsOf(did),
                        registrationsOf(did)));
    }

    public void rename(UUID did, String name) {
        find(did).ifPresent(device -> {
            device.name = name;
            device.sortName = name.toLowerCase(Locale.ROOT);
        });
    }

    public Assigned assigned(UUID did) {
        Set<String> users = new HashSet<>();
        Set<String> groups = new HashSet<>();
        assignmentsOf(did).forEach(row -> (row.isGroup() ? groups : users).add(row.subjectId));
        return new Assigned(find(did).map(device -> device.ownerId), users, groups);
    }

    public void assign(UUID did, Assigned assigned) {
        find(did).ifPresent(device -> device.ownerId = assigned.owner().orElse(null));
        assignmentsOf(did).forEach(database::remove);
        database.flush();
        String id = did.toString();
        assigned.users().forEach(user -> database.persist(DeviceAssignmentEntity.of(id, false, user, realmId)));
        assigned.groups().forEach(group -> database.persist(DeviceAssignmentEntity.of(id, true, group, realmId)));
        database.flush();
    }

    /** The users of all the device's live registrations, by the ids of the registrations. */
    public Map<UUID, String> usersOfLiveRegistrations(UUID did) {
        return database.createQuery(
                        "select r.id, r.userId from RegistrationEntity r where r.deviceId = :did and r.realmId = :realm"
                                + " and r.status = 'LIVE'",
                        Object[].class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .collect(Collectors.toMap(row -> UUID.fromString((String) row[0]), row -> (String) row[1]));
    }

    /** Whether the registration is one of the device's, live or not. */
    public boolean isRegisteredOn(UUID did, UUID registration) {
        return database.createQuery(
                                "select count(r) from RegistrationEntity r where r.id = :id and r.deviceId = :did"
                                        + " and r.realmId = :realm",
                                Long.class)
                        .setParameter("id", registration.toString())
                        .setParameter("did", did.toString())
                        .setParameter("realm", realmId)
                        .getSingleResult()
                == 1;
    }

    /** Removes a device with everything that hangs on it. Its sessions must have been ended before. */
    public void delete(UUID did) {
        String ofItsRegistrations = " row where row.realmId = :realm and row.registrationId in"
                + " (select r.id from RegistrationEntity r where r.deviceId = :did)";
        for (String statement : List.of(
                "delete from SpentProofEntity" + ofItsRegistrations,
                "delete from RegistrationSessionEntity" + ofItsRegistrations,
                "delete from RegistrationEntity r where r.realmId = :realm and r.deviceId = :did",
                "delete from PostureEntity p where p.realmId = :realm and p.deviceId = :did",
                "delete from DeviceAssignmentEntity a where a.realmId = :realm and a.deviceId = :did",
                "delete from AdoptionEntity a where a.realmId = :realm and a.deviceId = :did",
                "delete from DeviceEntity d where d.realmId = :realm and d.id = :did")) {
            database.createQuery(statement)
                    .setParameter("realm", realmId)
                    .setParameter("did", did.toString())
                    .executeUpdate();
        }
    }

    /** How the devices of one page are used, in one look. */
    private Map<String, Use> useOf(List<String> deviceIds) {
        Map<String, Use> uses = new HashMap<>();
        if (!deviceIds.isEmpty()) {
            database.createQuery(
                            "select r.deviceId, sum(case when r.status = 'LIVE' then 1 else 0 end), max(r.lastUsedAt)"
                                    + " from RegistrationEntity r where r.deviceId in (:ids) and r.realmId = :realm"
                                    + " group by r.deviceId",
                            Object[].class)
                    .setParameter("ids", deviceIds)
                    .setParameter("realm", realmId)
                    .getResultStream()
                    .forEach(row -> uses.put(
                            (String) row[0],
                            new Use(
                                    ((Number) row[1]).longValue(),
                                    Instant.ofEpochSecond(((Number) row[2]).longValue()))));
        }
        return uses;
    }

    private Optional<DeviceEntity> find(UUID did) {
        return database.createQuery(
                        "select d from DeviceEntity d where d.id = :id and d.realmId = :realm", DeviceEntity.class)
                .setParameter("id", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst();
    }

    private List<RegistrationEntity> registrationsOf(UUID did) {
        return database.createQuery(
                        "select r from RegistrationEntity r where r.deviceId = :did and r.realmId = :realm"
                                + " order by r.createdAt desc",
                        RegistrationEntity.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .setMaxResults(1_000)
                .getResultList();
    }

    private List<DeviceAssignmentEntity> assignmentsOf(UUID did) {
        return database.createQuery(
                        "select a from DeviceAssignmentEntity a where a.deviceId = :did and a.realmId = :realm",
                        DeviceAssignmentEntity.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultList();
    }
}
