package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An enrolment token: the hash of its secret and what is left of it. */
@Entity
@Table(name = "HOLDFAST_ENROLMENT_TOKEN")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class EnrolmentTokenEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "SECRET_HASH", length = 43)
    String secretHash;

    @Column(name = "USES_LEFT")
    int usesLeft;

    @Column(name = "EXPIRES_AT")
    long expiresAt;

    @Column(name = "OWNER_ID", length = 36)
    @Nullable
    String ownerId;

    @Column(name = "CREATED_AT")
    long createdAt;
}
