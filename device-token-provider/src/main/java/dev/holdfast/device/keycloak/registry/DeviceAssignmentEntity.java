package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** One user or group that a device is assigned to, beside its owner. */
@Entity
@Table(name = "HOLDFAST_DEVICE_ASSIGNMENT")
@IdClass(DeviceAssignmentEntity.Key.class)
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class DeviceAssignmentEntity {
    private static final String GROUP = "GROUP";
    private static final String USER = "USER";

    @Id
    @Column(name = "DEVICE_ID", length = 36)
    String deviceId;

    @Id
    @Column(name = "KIND", length = 5)
    String kind;

    @Id
    @Column(name = "SUBJECT_ID", length = 255)
    String subjectId;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    static DeviceAssignmentEntity of(String deviceId, boolean group, String subjectId, String realmId) {
        DeviceAssignmentEntity row = new DeviceAssignmentEntity();
        row.deviceId = deviceId;
        row.kind = group ? GROUP : USER;
        row.subjectId = subjectId;
        row.realmId = realmId;
        return row;
    }

    boolean isGroup() {
        return kind.equals(GROUP);
    }

    /** The primary key. */
    record Key(String deviceId, String kind, String subjectId) implements Serializable {}
}
