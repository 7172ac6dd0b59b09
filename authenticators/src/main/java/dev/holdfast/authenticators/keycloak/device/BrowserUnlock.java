package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.credential.UnlockCredentials;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.unlock.WebauthnUnlock;
import dev.holdfast.device.webauthn.Assertion;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.VerifiedUser;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets a browser's authenticator verify the user of a registration (docs/protocol.md §8). */
final class BrowserUnlock {
    private static final String CREDENTIAL = "credential";

    private final KeycloakSession session;
    private final RealmModel realmModel;
    private final DeviceRealm realm;

    BrowserUnlock(KeycloakSession session, RealmModel realmModel, DeviceRealm realm) {
        this.session = session;
        this.realmModel = realmModel;
        this.realm = realm;
    }

    static boolean isPosted(MultivaluedMap<String, String> form) {
        return form.containsKey(CREDENTIAL);
    }

    /** The user of a live registration, verified for this tab's attempt. */
    VerifiedUser verify(MultivaluedMap<String, String> form, AuthenticationSessionModel tab) {
        WebauthnUnlock.Posted posted = new WebauthnUnlock.Posted(
                field(form, "challenge"),
                registration(form),
                new Assertion(
                        field(form, CREDENTIAL),
                        field(form, "authenticator_data"),
                        field(form, "client_data"),
                        field(form, "signature")));
        UnlockCredentials credentials = new UnlockCredentials(user(posted.registration()));
        PlatformCredential credential =
                credentials.of(posted.registration(), posted.assertion().credentialId());
        VerifiedUser verified = new WebauthnUnlock(realm)
                .verify(
                        posted,
                        DeviceNotes.TXN.in(tab).orElse(""),
                        new DevicePages(session, realm, tab).ownOrigin(),
                        credential);
        credentials.used(credential, verified);
        return verified;
    }

    private UserModel user(UUID registration) {
        return new JpaDeviceRegistry(session, realmModel)
                .registration(registration)
                .map(RegisteredDevice::registration)
                .filter(found -> found.status() == Registration.Status.LIVE)
                .map(Registration::userId)
                .map(id -> session.users().getUserById(realmModel, id))
                .filter(UserModel::isEnabled)
                .orElseThrow(() -> Refusal.USER_VERIFICATION_REQUIRED.because("registration or user gone"));
    }

    private static UUID registration(MultivaluedMap<String, String> form) {
        try {
            return UUID.fromString(field(form, "registration"));
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because("registration is no UUID");
        }
    }

    static String field(MultivaluedMap<String, String> form, String name) {
        return Optional.ofNullable(form.getFirst(name))
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because(name + " is missing"));
    }
}
