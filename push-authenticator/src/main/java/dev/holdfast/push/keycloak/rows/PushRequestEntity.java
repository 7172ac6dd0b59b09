package dev.holdfast.push.keycloak.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A request, from its sending until limits forget it. */
@Entity
@Table(name = "HOLDFAST_PUSH_REQUEST")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class PushRequestEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Column(name = "USER_ID")
    String userId;

    @Column(name = "LANE", length = 20)
    String lane;

    @Column(name = "RESOURCE_NAME")
    String resource;

    @Column(name = "ASKED_AT")
    long askedAt;

    @Column(name = "EXPIRES_AT")
    long expiresAt;

    @Column(name = "REQUEST_TEXT", length = 4000)
    String text;

    @Column(name = "REQUEST_HASH", length = 43)
    String hash;

    /** The two digits, until the request was decided. */
    @Column(name = "MATCH_NUMBER", length = 2)
    @Nullable
    String number;

    @Column(name = "OUTCOME", length = 20)
    String outcome;

    @Column(name = "DECIDED_AT")
    @Nullable
    Long decidedAt;

    @Column(name = "PHONE_ID", length = 36)
    @Nullable
    String phoneId;

    /** By what the authentication request of a client (CIBA) is known to Keycloak; null at every other door. */
    @Column(name = "BACKCHANNEL_ID", length = 36)
    @Nullable
    String backchannelId;

    /** Whether its approval served a sign-in. */
    @Column(name = "SPENT")
    boolean spent;

    /** Whether no phone could be woken. */
    @Column(name = "UNREACHABLE")
    boolean unreachable;
}
