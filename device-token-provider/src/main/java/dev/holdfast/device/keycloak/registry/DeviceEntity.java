package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the device registry. Times are seconds since the epoch. */
@Entity
@Table(name = "HOLDFAST_DEVICE")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class DeviceEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    /** What people call it; the host name until somebody renames it. */
    @Column(name = "NAME")
    String name;

    /** The name in lower case, for lists and search. */
    @Column(name = "SORT_NAME")
    String sortName;

    @Column(name = "HOSTNAME")
    String hostname;

    @Column(name = "OS")
    String os;

    @Column(name = "OS_VERSION")
    @Nullable
    String osVersion;

    @Column(name = "MODEL")
    @Nullable
    String model;

    @Column(name = "AGENT_VERSION")
    @Nullable
    String agentVersion;

    @Column(name = "STATUS", length = 20)
    String status;

    @Column(name = "ASSURANCE", length = 20)
    String assurance;

    @Column(name = "AK_PUBLIC", length = 1400)
    @Nullable
    String akPublic;

    @Column(name = "EK_HASH", length = 64)
    @Nullable
    String ekHash;

    @Column(name = "TPM_RESETS")
    @Nullable
    Long tpmResets;

    @Column(name = "TPM_MILLIS")
    @Nullable
    Long tpmMillis;

    /** By which a system that manages devices names it; set by an administrator, never by the device itself. */
    @Column(name = "SERIAL_NUMBER", length = 64)
    @Nullable
    String serialNumber;

    @Column(name = "OWNER_ID", length = 36)
    @Nullable
    String ownerId;

    @Column(name = "AGENT_JWK", length = 1000)
    String agentJwk;

    @Column(name = "AGENT_ALG", length = 10)
    String agentAlg;

    @Column(name = "AGENT_JKT", length = 43)
    String agentJkt;

    /** Absent on a device of another authority. */
    @Column(name = "ENROLMENT_TOKEN_ID", length = 36)
    @Nullable
    String enrolmentTokenId;

    /** The authority that names the device, where it is not the realm's own. */
    @Column(name = "AUTHORITY", length = 43)
    @Nullable
    String authority;

    @Column(name = "CERTIFIED_NAME")
    @Nullable
    String certifiedName;

    @Column(name = "CREATED_AT")
    long createdAt;
}
