package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which user session a registration started, so that ending a registration's sessions never scans. */
@Entity
@Table(name = "HOLDFAST_REG_SESSION")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class RegistrationSessionEntity {
    @Id
    @Column(name = "SESSION_ID", length = 64)
    String sessionId;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "REGISTRATION_ID", length = 36)
    String registrationId;

    @Column(name = "CREATED_AT")
    long createdAt;
}
