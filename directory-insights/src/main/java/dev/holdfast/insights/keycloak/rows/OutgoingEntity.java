package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A record that the webhook did not take yet. It is written with the record, in one transaction, and goes once taken. */
@Entity
@Table(name = "HOLDFAST_INSIGHT_OUTGOING")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class OutgoingEntity {
    /** The record's. */
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "OCCURRED_AT")
    long at;
}
