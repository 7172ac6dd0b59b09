package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * A record that a recipient did not take yet. It is written with the record, in one transaction, and goes once taken.
 */
@Entity
@IdClass(OutgoingEntity.Key.class)
@Table(name = "HOLDFAST_INSIGHT_OUTGOING")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class OutgoingEntity {
    /** JPA makes it field by field from the row's. */
    record Key(String id, String recipient) implements Serializable {}

    /** The record's. */
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Id
    @Column(name = "RECIPIENT", length = 10)
    String recipient;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "OCCURRED_AT")
    long at;
}
