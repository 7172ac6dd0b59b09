package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The certificate of another authority by which a device was adopted, in a table of its own: few devices have one. */
@Entity
@Table(name = "HOLDFAST_ADOPTION")
@SuppressWarnings("NullAway.Init") // JPA fills the fields.
class AdoptionEntity {
    @Id
    @Column(name = "DEVICE_ID", length = 36)
    String deviceId;

    @Column(name = "REALM_ID", length = 36)
    String realmId;

    /** Authority and name in one; unique in the realm. */
    @Column(name = "SLOT", length = 43)
    String slot;

    /** The certificates up to the anchor, base64 of the DER with commas between. */
    @Column(name = "PATH")
    String path;
}
