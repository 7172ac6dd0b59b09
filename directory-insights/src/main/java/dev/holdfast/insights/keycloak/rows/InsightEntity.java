package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One record: what queries look for in columns of its own, and the whole as JSON. */
@Entity
@Table(name = "HOLDFAST_INSIGHT")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class InsightEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    /** Milliseconds. */
    @Column(name = "OCCURRED_AT")
    long at;

    @Column(name = "EVENT_TYPE", length = 64)
    String type;

    @Column(name = "SERVICE", length = 20)
    String service;

    @Column(name = "SUCCEEDED")
    boolean success;

    @Column(name = "ERROR_MESSAGE")
    @Nullable
    String error;

    @Column(name = "ACTOR_TYPE", length = 10)
    String actorType;

    @Column(name = "USER_ID")
    @Nullable
    String userId;

    @Column(name = "USERNAME")
    @Nullable
    String username;

    @Column(name = "CLIENT_IP", length = 45)
    @Nullable
    String clientIp;

    @Column(name = "COUNTRY", length = 2)
    @Nullable
    String country;

    @Column(name = "RESOURCE_TYPE", length = 40)
    @Nullable
    String resourceType;

    @Column(name = "RESOURCE_ID")
    @Nullable
    String resourceId;

    @Column(name = "SYSTEM_ID", length = 36)
    @Nullable
    String systemId;

    @Column(name = "MFA_TYPE", length = 20)
    @Nullable
    String mfaType;

    @Column(name = "DECISION", length = 10)
    @Nullable
    String decision;

    /** Policies that had a say, as {@link Policies} writes them. */
    @Column(name = "POLICIES", length = 1_100)
    @Nullable
    String policies;

    /** Whether a policy in report mode would have had a say. */
    @Column(name = "REPORTED")
    boolean reported;

    @Column(name = "BREAK_GLASS")
    boolean breakGlass;

    /** Where an administrator's change was made; null for all else. */
    @Column(name = "RESOURCE_PATH")
    @Nullable
    String resourcePath;

    @Column(name = "PAYLOAD")
    String payload;
}
