package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Registration;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The registry as an administrator looks at it: lists with search and pages, and changes that are no ceremony. */
public final class DeviceInventory {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

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

    /** A page of devices by name, a line each. */
    public List<Map<String, Object>> page(Filter filter, int first, int max) {
        return page(new Conditions(filter), first, max);
    }

    /**
     * The page behind a device, for walks over very many: however far they have come, the next step costs the same.
     *
     * @return nothing where there is no such device
     */
    public Optional<List<Map<String, Object>>> pageAfter(Filter filter, UUID did, int max) {
        return find(did).map(last -> {
            Conditions conditions = new Conditions(filter);
            conditions.comeBehind(last);
            return page(conditions, 0, max);
        });
    }

    private List<Map<String, Object>> page(Conditions conditions, int first, int max) {
        // The ids alone first: the way to a deep page then leads over an index and reads no row that is not shown.
        List<String> ids = conditions
                .bind(database.createQuery(
                        "select d.id from DeviceEntity d where " + conditions + " order by d.sortName, d.id",
                        String.class))
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Use> uses = useOf(ids);
        return database.createQuery(
                        "select d from DeviceEntity d where d.id in (:ids) order by d.sortName, d.id",
                        DeviceEntity.class)
                .setParameter("ids", ids)
                .getResultStream()
                .map(device -> shown.line(device, uses.getOrDefault(device.id, Use.NONE)))
                .toList();
    }

    public long count(Filter filter) {
        Conditions conditions = new Conditions(filter);
        return conditions
                .bind(database.createQuery("select count(*) from DeviceEntity d where " + conditions, Long.class))
                .getSingleResult();
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

    /** The users of the device's live registrations, by the ids of the registrations. */
    public Map<UUID, String> usersOfLiveRegistrations(UUID did) {
        return registrationsOf(did).stream()
                .filter(row -> row.status.equals(Registration.Status.LIVE.name()))
                .collect(Collectors.toMap(row -> UUID.fromString(row.id), row -> row.userId));
    }

    /** Whether the registration is one of the device's, live or not. */
    public boolean isRegisteredOn(UUID did, UUID registration) {
        return registrationsOf(did).stream().anyMatch(row -> row.id.equals(registration.toString()));
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

    /** A where clause and its parameters. */
    private final class Conditions {
        private final List<String> clauses = new ArrayList<>(List.of("d.realmId = :realm"));
        private final Map<String, Object> parameters = new LinkedHashMap<>(Map.of("realm", realmId));

        Conditions(Filter filter) {
            filter.search().ifPresent(text -> {
                String prefix = text.toLowerCase(Locale.ROOT);
                String named = "d.sortName like :prefix escape '!'";
                // Only what can be an id is looked up as one: an "or" keeps databases from walking one index in order.
                if (UUID_TEXT.matcher(prefix).matches()) {
                    parameters.put("exact", prefix);
                    named = "(" + named + " or d.id = :exact)";
                }
                add(named, "prefix", escaped(prefix) + '%');
            });
            filter.status().ifPresent(status -> add("d.status = :status", "status", status.name()));
            filter.assurance().ifPresent(assurance -> add("d.assurance = :assurance", "assurance", assurance.name()));
            filter.user()
                    .ifPresent(user -> add(
                            // A union, not an "or": each half is found by its own index.
                            "d.id in (select o.id from DeviceEntity o where o.ownerId = :user"
                                    + " union select r.deviceId from RegistrationEntity r where r.userId = :user"
                                    + " and r.status = 'LIVE')",
                            "user",
                            user));
        }

        void comeBehind(DeviceEntity last) {
            add("d.sortName >= :lastName and (d.sortName > :lastName or d.id > :lastId)", "lastName", last.sortName);
            parameters.put("lastId", last.id);
        }

        private void add(String clause, String name, String value) {
            clauses.add(clause);
            parameters.put(name, value);
        }

        <T> TypedQuery<T> bind(TypedQuery<T> query) {
            parameters.forEach(query::setParameter);
            return query;
        }

        private static String escaped(String text) {
            return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        }

        @Override
        public String toString() {
            return String.join(" and ", clauses);
        }
    }
}
