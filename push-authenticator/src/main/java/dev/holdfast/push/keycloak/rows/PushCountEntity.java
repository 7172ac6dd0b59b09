package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What was taken from a minute, of a client or an address. */
@Entity
@Table(name = "HOLDFAST_PUSH_COUNT")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PushCountEntity {
    /** Hash of realm and what is counted. */
    @Id
    @Column(name = "ID", length = 43)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    /** The minute that was counted last, since the epoch. */
    @Column(name = "COUNTED_MINUTE")
    long minute;

    @Column(name = "TAKEN")
    long taken;
}
