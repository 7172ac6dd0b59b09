package dev.holdfast.push.keycloak.rest;

import dev.holdfast.device.keycloak.nonce.InfinispanSpentNonces;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.rows.JpaEnrolments;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.user.KeycloakAccounts;
import dev.holdfast.push.realm.PushRealm;
import java.io.IOException;
import java.io.InputStream;
import org.keycloak.models.KeycloakSession;

/** One request to an endpoint: the realm it asks, and what its ceremony works with, in the session's transaction. */
record PushCall(KeycloakSession session, PushRealm realm) {
    JpaPhones phones() {
        return new JpaPhones(session);
    }

    JpaEnrolments enrolments() {
        return new JpaEnrolments(session);
    }

    JpaPushLedger ledger() {
        return new JpaPushLedger(session);
    }

    SpentNonces spentNonces() {
        return new InfinispanSpentNonces(session);
    }

    KeycloakAccounts accounts() {
        return new KeycloakAccounts(session);
    }

    PushEvents events() {
        return new PushEvents(session);
    }

    /** The compact JWS of {@code {"message":"…"}}, of which no more is read than a message may have. */
    static String message(InputStream body) {
        try {
            return Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1)).text("message", Claims.MAX_BODY_BYTES);
        } catch (IOException e) {
            throw Refusal.INVALID_REQUEST.because("body broke off");
        }
    }
}
