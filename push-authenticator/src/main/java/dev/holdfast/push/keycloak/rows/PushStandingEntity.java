package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What denials have done to one user's push, and the row by whose lock one decision about limits waits for another. */
@Entity
@Table(name = "HOLDFAST_PUSH_STANDING")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PushStandingEntity {
    /** Hash of realm and user. */
    @Id
    @Column(name = "ID", length = 43)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "USER_ID")
    String userId;

    @Column(name = "DENIALS")
    int denials;

    @Column(name = "LAST_DENIAL_AT")
    long lastDenialAt;

    @Column(name = "BLOCK_LEVEL")
    int level;

    @Column(name = "BLOCKED_UNTIL")
    long blockedUntil;

    /** Until when an administrator lets the user enrol a phone with a password alone. */
    @Column(name = "CONSENT_UNTIL")
    long consentUntil;
}
