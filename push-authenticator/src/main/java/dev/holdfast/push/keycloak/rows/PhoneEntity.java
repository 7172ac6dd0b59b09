package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A phone. Times are seconds since the epoch. */
@Entity
@Table(name = "HOLDFAST_PHONE")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PhoneEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "USER_ID")
    String userId;

    @Column(name = "STATUS", length = 10)
    String status;

    /** One of as many as a user may have phones while it is active, else its id: no two rows have the same. */
    @Column(name = "LIVE_SLOT", length = 300)
    String liveSlot;

    @Column(name = "NAME", length = 64)
    String name;

    @Column(name = "PLATFORM", length = 10)
    String platform;

    @Column(name = "JWK", length = 1000)
    String jwk;

    @Column(name = "ALG", length = 10)
    String alg;

    @Column(name = "JKT", length = 43)
    String jkt;

    @Column(name = "ENDPOINT", length = 1024)
    @Nullable
    String endpoint;

    @Column(name = "P256DH", length = 88)
    @Nullable
    String p256dh;

    @Column(name = "AUTH", length = 24)
    @Nullable
    String auth;

    @Column(name = "SERVER_KEY", length = 88)
    @Nullable
    String serverKey;

    @Column(name = "CREDENTIAL_ID", length = 1400)
    @Nullable
    String credentialId;

    @Column(name = "CREDENTIAL_DATA", length = 4000)
    @Nullable
    String credentialData;

    @Column(name = "CREDENTIAL_COUNT")
    long credentialCount;

    @Column(name = "CREATED_AT")
    long createdAt;

    @Column(name = "LAST_USED_AT")
    long lastUsedAt;
}
