package dev.holdfast.device.registry;

import dev.holdfast.device.authority.CertifiedName;
import java.util.UUID;

/** How a device came into the registry. */
public sealed interface Admission {
    /** By an administrator's enrolment token; its certificates are of the realm's own device CA. */
    record ByToken(UUID token) implements Admission {}

    /** By a certificate of another authority, which stays its certificate. */
    record ByCertificate(CertifiedName name) implements Admission {}
}
