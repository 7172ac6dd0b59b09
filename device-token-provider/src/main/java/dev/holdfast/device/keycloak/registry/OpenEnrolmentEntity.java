package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

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

    @Column(name = "AK_PUBLIC", length = 1400)
    @Nullable
    String akPublic;

    @Column(name = "EK_HASH", length = 64)
    @Nullable
    String ekHash;

    @Column(name = "SECRET_HASH", length = 43)
    @Nullable
    String secretHash;

    @Column(name = "EXPIRES_AT")
    long expiresAt;
}
