package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Work that one node of the cluster does at a time. */
@Entity
@Table(name = "HOLDFAST_INSIGHT_LEASE")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class LeaseEntity {
    /** {@code webhook:}, {@code store:} or {@code retention:}, and the realm's id. */
    @Id
    @Column(name = "ID", length = 60)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "HOLDER", length = 36)
    String holder;

    /** Milliseconds; nobody else takes it before. */
    @Column(name = "HELD_UNTIL")
    long until;

    /** Tries that failed one after the other. */
    @Column(name = "FAILURES")
    int failures;
}
