package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A proof of a session that was used, kept until its DUST would have expired; its key lets each be used once. */
@Entity
@Table(name = "HOLDFAST_SPENT_PROOF")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class SpentProofEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "REGISTRATION_ID", length = 36)
    String registrationId;

    @Column(name = "EXPIRES_AT")
    long expiresAt;
}
