package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The registry as an administrator looks at it: lists with search and pages, and changes that are no ceremony. */
final class DeviceInventory {
    private final EntityManager database;
    private final String realmId;

    DeviceInventory(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /**
     * What a list shows; an absent part does not limit it.
     *
     * @param search begins the device's name in any case, or is its id
     * @param user id of its owner, or of a user registered on it
     */
    record Filter(
            Optional<String> search, Optional<String> status, Optional<String> assurance, Optional<String> user) {}

    /** What the registrations of a device come to. */
    record Use(long registrations, @Nullable Instant lastUsed) {
        static final Use NONE = new Use(0, null);
    }

    List<DeviceEntity> list(Filter filter, int first, int max) {
        Conditions conditions = new Conditions(filter);
        return conditions
                .bind(database.createQuery(
                        "select d from DeviceEntity d where " + conditions + " order by d.sortName, d.id",
                        DeviceEntity.class))
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
    }

    long count(Filter filter) {
        Conditions conditions = new Conditions(filter);
        return conditions
                .bind(database.createQuery("select count(d) from DeviceEntity d where " + conditions, Long.class))
                .getSingleResult();
    }

    /** How the devices of one page are used, in one look. */
    Map<String, Use> useOf(List<String> deviceIds) {
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

    Optional<DeviceEntity> find(String did) {
        return database.createQuery(
                        "select d from DeviceEntity d where d.id = :id and d.realmId = :realm", DeviceEntity.class)
                .setParameter("id", did)
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst();
    }

    List<RegistrationEntity> registrationsOf(String did) {
        return database.createQuery(
                        "select r from RegistrationEntity r where r.deviceId = :did and r.realmId = :realm"
                                + " order by r.createdAt desc",
                        RegistrationEntity.class)
                .setParameter("did", did)
                .setParameter("realm", realmId)
                .setMaxResults(1_000)
                .getResultList();
    }

    List<DeviceAssignmentEntity> assignmentsOf(String did) {
        return database.createQuery(
                        "select a from DeviceAssignmentEntity a where a.deviceId = :did and a.realmId = :realm",
                        DeviceAssignmentEntity.class)
                .setParameter("did", did)
                .setParameter("realm", realmId)
                .getResultList();
    }

    void rename(DeviceEntity device, String name) {
        device.name = name;
        device.sortName = name.toLowerCase(Locale.ROOT);
    }

    void assign(DeviceEntity device, @Nullable String owner, Set<String> users, Set<String> groups) {
        device.ownerId = owner;
        assignmentsOf(device.id).forEach(database::remove);
        database.flush();
        users.forEach(id -> database.persist(DeviceAssignmentEntity.of(device.id, false, id, realmId)));
        groups.forEach(id -> database.persist(DeviceAssignmentEntity.of(device.id, true, id, realmId)));
        database.flush();
    }

    /** Removes a device with everything that hangs on it. Its sessions must have been ended before. */
    void delete(String did) {
        for (String statement : List.of(
                "delete from RegistrationSessionEntity s where s.realmId = :realm and s.registrationId in"
                        + " (select r.id from RegistrationEntity r where r.deviceId = :did)",
                "delete from RegistrationEntity r where r.realmId = :realm and r.deviceId = :did",
                "delete from DeviceAssignmentEntity a where a.realmId = :realm and a.deviceId = :did",
                "delete from DeviceEntity d where d.realmId = :realm and d.id = :did")) {
            database.createQuery(statement)
                    .setParameter("realm", realmId)
                    .setParameter("did", did)
                    .executeUpdate();
        }
    }

    /** A where clause and its parameters. */
    private final class Conditions {
        private final List<String> clauses = new ArrayList<>(List.of("d.realmId = :realm"));
        private final Map<String, Object> parameters = new LinkedHashMap<>(Map.of("realm", realmId));

        Conditions(Filter filter) {
            filter.search().ifPresent(text -> {
                String prefix = text.toLowerCase(Locale.ROOT);
                add("(d.sortName like :prefix escape '!' or d.id = :exact)", "prefix", escaped(prefix) + '%');
                parameters.put("exact", prefix);
            });
            filter.status().ifPresent(status -> add("d.status = :status", "status", status));
            filter.assurance().ifPresent(assurance -> add("d.assurance = :assurance", "assurance", assurance));
            filter.user()
                    .ifPresent(user -> add(
                            "(d.ownerId = :user or d.id in"
                                    + " (select r.deviceId from RegistrationEntity r where r.userId = :user"
                                    + " and r.status = 'LIVE'))",
                            "user",
                            user));
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
