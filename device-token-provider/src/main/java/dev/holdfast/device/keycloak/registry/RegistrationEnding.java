package dev.holdfast.device.keycloak.registry;

import java.util.UUID;

/** How an administrator's change ends a registration, with all that follows from it in Keycloak. */
public interface RegistrationEnding {
    /** Ends a live registration; one that is unknown or over is left alone. */
    void revoke(UUID registration);
}
