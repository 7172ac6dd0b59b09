package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A registration with its token family: hashes alone. Times are seconds since the epoch. */
@Entity
@Table(name = "HOLDFAST_REGISTRATION")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class RegistrationEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "DEVICE_ID", length = 36)
    String deviceId;

    @Column(name = "USER_ID", length = 255)
    String userId;

    @Column(name = "STATUS", length = 20)
    String status;

    /**
     * {@code device:user} while live, else the row's own id: its unique constraint lets one registration of a pair live,
     * on every database (some allow a single null in a unique column).
     */
    @Column(name = "LIVE_SLOT", length = 300)
    String liveSlot;

    @Column(name = "ID_TOKEN_ID", length = 43)
    String idTokenId;

    @Column(name = "DUK_JWK", length = 1000)
    String dukJwk;

    @Column(name = "DUK_ALG", length = 10)
    String dukAlg;

    @Column(name = "DUK_JKT", length = 43)
    String dukJkt;

    @Column(name = "DUV_JWK", length = 1000)
    @Nullable
    String duvJwk;

    @Column(name = "DUV_ALG", length = 10)
    @Nullable
    String duvAlg;

    /** The row's own id where there is no such key: unique columns of some databases allow a single null. */
    @Column(name = "DUV_JKT", length = 43)
    String duvJkt;

    @Column(name = "DUV_METHOD", length = 10)
    @Nullable
    String duvMethod;

    @Column(name = "GENERATION")
    long generation;

    @Column(name = "DURT_HASH", length = 43)
    String durtHash;

    @Column(name = "PENDING_RID_HASH", length = 43)
    @Nullable
    String pendingRidHash;

    @Column(name = "PENDING_DURT_HASH", length = 43)
    @Nullable
    String pendingDurtHash;

    @Column(name = "PENDING_KEY_ID", length = 36)
    @Nullable
    String pendingKeyId;

    @Column(name = "SPENT_GENERATION")
    long spentGeneration;

    /** Counts rotations and the end of the registration; not JPA's own, since updates are bulk updates. */
    @Column(name = "ROW_VERSION")
    long rowVersion;

    @Column(name = "RATE_STARTED_AT")
    long rateStartedAt;

    @Column(name = "RATE_COUNT")
    int rateCount;

    @Column(name = "LAST_USED_AT")
    long lastUsedAt;

    @Column(name = "CREATED_AT")
    long createdAt;

    @Column(name = "DURT_EXPIRES_AT")
    long durtExpiresAt;

    @Column(name = "ABSOLUTE_EXPIRES_AT")
    long absoluteExpiresAt;

    @Column(name = "VERIFIED_AT")
    long verifiedAt;

    @Column(name = "ACTIVE_UNTIL")
    long activeUntil;

    /** What showed that the user was present at {@link #verifiedAt}. */
    @Column(name = "EVIDENCE", length = 10)
    String evidence;

    @Column(name = "VERIFIED_BY", length = 10)
    @Nullable
    String verifiedBy;

    @Column(name = "UNLOCK_TXN", length = 43)
    @Nullable
    String unlockTxn;
}
