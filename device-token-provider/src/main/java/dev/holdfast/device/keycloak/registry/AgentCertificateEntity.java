package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A certificate that the device CA issued. Times are seconds since the epoch. */
@Entity
@Table(name = "HOLDFAST_AGENT_CERTIFICATE")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class AgentCertificateEntity {
    /** Hexadecimal. */
    @Id
    @Column(name = "SERIAL", length = 40)
    String serial;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    /** Its device, which may be gone: the certificate is revoked then. */
    @Column(name = "DEVICE_ID", length = 36)
    String deviceId;

    @Column(name = "NOT_AFTER")
    long notAfter;

    @Column(name = "REVOKED_AT")
    @Nullable
    Long revokedAt;
}
