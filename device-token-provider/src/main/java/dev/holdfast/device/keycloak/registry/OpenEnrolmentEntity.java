package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An enrolment between its two messages. */
@Entity
@Table(name = "HOLDFAST_OPEN_ENROLMENT")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class OpenEnrolmentEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "TOKEN_ID", length = 36)
    String tokenId;

    @Column(name = "EXPIRES_AT")
    long expiresAt;
}
