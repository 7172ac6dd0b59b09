package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An open enrolment of a phone. */
@Entity
@Table(name = "HOLDFAST_PHONE_ENROLMENT")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PhoneEnrolmentEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "USER_ID")
    String userId;

    @Column(name = "KEY_HASH", length = 43)
    String keyHash;

    @Column(name = "EXPIRES_AT")
    long expiresAt;

    @Column(name = "PHONE_ID", length = 36)
    @Nullable
    String phoneId;

    @Column(name = "CODE_HASH", length = 43)
    @Nullable
    String codeHash;

    @Column(name = "TRIES_LEFT")
    int triesLeft;
}
