package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.keycloak.ending.RegistrationEnd;
import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.nonce.InfinispanSpentNonces;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Users;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;

/** One request to an endpoint: the realm it asks, and what its ceremony works with, in the session's transaction. */
record DeviceTokenCall(KeycloakSession session, DeviceRealm realm) {
    DeviceRegistry registry() {
        return new JpaDeviceRegistry(session, session.getContext().getRealm());
    }

    RegistrationEnd registrationEnd() {
        return new RegistrationEnd(session);
    }

    SpentNonces spentNonces() {
        return new InfinispanSpentNonces(session);
    }

    Users users() {
        return new KeycloakUsers(session);
    }

    DeviceEvents events() {
        return new DeviceEvents(session);
    }

    /** Seconds from now, for the {@code _expires_in} members. */
    long secondsUntil(Instant end) {
        return end.getEpochSecond() - realm.clock().instant().getEpochSecond();
    }

    /** The same request in another session, and so in another transaction. */
    DeviceTokenCall in(KeycloakSession inner) {
        return new DeviceTokenCall(inner, realm);
    }
}
