package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The devices of a filter in the order of their names. Whatever is either this or that becomes parts that have no device
 * in common. Each part is a stretch of one index, so that a page is read from any place in either direction by looking at
 * the devices that it shows and no other.
 */
final class DeviceWalk {
    /** How far is counted: an index that is walked over to the end of a large registry takes longer than a page may. */
    static final int COUNTED = 10_000;

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final EntityManager database;
    private final List<Conditions> parts;

    DeviceWalk(EntityManager database, String realmId, DeviceInventory.Filter filter) {
        this.database = database;
        this.parts = parts(realmId, filter);
    }

    /** Whither the list is read. */
    enum Direction {
        FORWARD(">", "d.sortName, d.id"),
        BACKWARD("<", "d.sortName desc, d.id desc");

        private final String beyond;
        private final String order;

        Direction(String beyond, String order) {
            this.beyond = beyond;
            this.order = order;
        }

        Direction opposite() {
            return this == FORWARD ? BACKWARD : FORWARD;
        }
    }

    /**
     * The next devices in this direction.
     *
     * @param place the device before the first one, of the filter or not; absent at the end from which the list is read
     */
    List<DeviceEntity> read(Optional<DeviceEntity> place, Direction direction, int most) {
        // The ids alone first, so that no whole row is read that is not shown.
        List<String> ids = new ArrayList<>();
        for (Conditions part : parts) {
            ids.addAll(place.map(device -> beyond(part, device, direction, most))
                    .orElseGet(() -> ids(part, direction, most)));
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.createQuery(
                        "select d from DeviceEntity d where d.id in (:ids) order by " + direction.order,
                        DeviceEntity.class)
                .setParameter("ids", ids)
                .setMaxResults(most)
                .getResultList();
    }

    /** How many there are, or one more than {@link #COUNTED} where there are more. */
    long count() {
        long sum = 0;
        for (Conditions part : parts) {
            sum += part.bind(database.createQuery(
                            "select count(*) from (select d.id as id from DeviceEntity d where " + part + " order by "
                                    + Direction.FORWARD.order + " limit " + (COUNTED + 1) + ") counted",
                            Long.class))
                    .getSingleResult();
        }
        return Math.min(sum, COUNTED + 1);
    }

    /** Two steps, namesakes and then other names: as one condition it would walk over all namesakes on some databases. */
    private List<String> beyond(Conditions part, DeviceEntity place, Direction direction, int most) {
        String sign = direction.beyond;
        List<String> ids = new ArrayList<>(ids(
                part.and(
                        "d.sortName = :placeName and d.id " + sign + " :placeId",
                        Map.of("placeName", place.sortName, "placeId", place.id)),
                direction,
                most));
        if (ids.size() < most) {
            ids.addAll(ids(
                    part.and("d.sortName " + sign + " :placeName", Map.of("placeName", place.sortName)),
                    direction,
                    most - ids.size()));
        }
        return ids;
    }

    private List<String> ids(Conditions conditions, Direction direction, int most) {
        return conditions
                .bind(database.createQuery(
                        "select d.id from DeviceEntity d where " + conditions + " order by " + direction.order,
                        String.class))
                .setMaxResults(most)
                .getResultList();
    }

    private static List<Conditions> parts(String realmId, DeviceInventory.Filter filter) {
        Conditions all = Conditions.of("d.realmId = :realm", Map.of("realm", realmId));
        if (filter.status().isPresent()) {
            all = all.and(
                    "d.status = :status", Map.of("status", filter.status().get().name()));
        }
        if (filter.assurance().isPresent()) {
            all = all.and(
                    "d.assurance = :assurance",
                    Map.of("assurance", filter.assurance().get().name()));
        }
        List<Conditions> parts = new ArrayList<>();
        for (Conditions ofUser : ofUser(all, filter.user())) {
            parts.addAll(found(ofUser, filter.search()));
        }
        return parts;
    }

    /** Owned, or used without being owned. */
    private static List<Conditions> ofUser(Conditions all, Optional<String> user) {
        if (user.isEmpty()) {
            return List.of(all);
        }
        Map<String, Object> value = Map.of("user", user.get());
        return List.of(
                all.and("d.ownerId = :user", value),
                all.and(
                                "d.id in (select r.deviceId from RegistrationEntity r where r.userId = :user"
                                        + " and r.status = 'LIVE')",
                                value)
                        .and("(d.ownerId is null or d.ownerId <> :user)", value));
    }

    /** Named so; and where the text can be an id, the device that has it and is named otherwise. */
    private static List<Conditions> found(Conditions all, Optional<String> search) {
        if (search.isEmpty()) {
            return List.of(all);
        }
        String begin = search.get().toLowerCase(Locale.ROOT);
        Map<String, Object> value = Map.of("named", escaped(begin) + '%');
        Conditions named = all.and("d.sortName like :named escape '!'", value);
        if (!UUID_TEXT.matcher(begin).matches()) {
            return List.of(named);
        }
        return List.of(
                named,
                all.and("d.id = :exact", Map.of("exact", begin)).and("d.sortName not like :named escape '!'", value));
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
