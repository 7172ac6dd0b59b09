package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The serial numbers by which systems that manage devices name them. An administrator sets them: a device that named its
 * own could take another's good reports for itself.
 */
public final class DeviceSerials {
    private final EntityManager database;
    private final String realmId;

    public DeviceSerials(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /** One device, or none; more only where two administrators set the same number at one instant. */
    public List<UUID> devicesWith(String serial) {
        return database.createQuery(
                        "select d.id from DeviceEntity d where d.serialNumber = :serial and d.realmId = :realm",
                        String.class)
                .setParameter("serial", serial)
                .setParameter("realm", realmId)
                .getResultStream()
                .map(UUID::fromString)
                .toList();
    }

    public Optional<String> of(UUID did) {
        return database.createQuery(
                        "select d.serialNumber from DeviceEntity d where d.id = :did and d.realmId = :realm"
                                + " and d.serialNumber is not null",
                        String.class)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst();
    }

    public boolean isDevice(UUID did) {
        return database.createQuery(
                                "select count(d) from DeviceEntity d where d.id = :did and d.realmId = :realm",
                                Long.class)
                        .setParameter("did", did.toString())
                        .setParameter("realm", realmId)
                        .getSingleResult()
                == 1;
    }

    /** Sets or takes the number of a device; the caller has made sure that no other device has it. */
    public void set(UUID did, @Nullable String serial) {
        database.createQuery(
                        "update DeviceEntity d set d.serialNumber = :serial where d.id = :did and d.realmId = :realm")
                .setParameter("serial", serial)
                .setParameter("did", did.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    /** Devices of the realm that may sign somebody in. */
    public long countActive() {
        return database.createQuery(
                        "select count(d) from DeviceEntity d where d.realmId = :realm and d.status = 'ACTIVE'",
                        Long.class)
                .setParameter("realm", realmId)
                .getSingleResult();
    }
}
