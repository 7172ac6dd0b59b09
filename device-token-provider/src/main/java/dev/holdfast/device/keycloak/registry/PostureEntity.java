package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The latest that one source said of a device's condition. Times are seconds since the epoch. */
@Entity
@Table(name = "HOLDFAST_POSTURE")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PostureEntity {
    /** {@code <device id>:<source>}. */
    @Id
    @Column(name = "ID", length = 69)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "DEVICE_ID", length = 36)
    String deviceId;

    @Column(name = "SOURCE", length = 32)
    String source;

    @Column(name = "SEQUENCE_NUMBER")
    long sequence;

    @Column(name = "MEASURED_AT")
    long measuredAt;

    @Column(name = "RECEIVED_AT")
    long receivedAt;

    @Column(name = "FACTS", length = 4000)
    String facts;
}
