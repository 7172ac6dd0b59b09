package dev.holdfast.device.keycloak.posture;

import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.PostureRows;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.realm.DeviceRealm;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The condition of devices for whoever decides about sessions and tokens; asked anew each time, on every node. */
public final class DevicePosture {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Optional<DeviceRealm> login;

    /** Of the request's realm. */
    public DevicePosture(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.login = DeviceRealms.setUpIn(session);
    }

    /** The device's condition now; nothing where device login is not set up. */
    public Optional<PostureStanding> of(UUID did) {
        return login.map(
                found -> found.settings().posture().evaluate(new PostureRows(session, realm).of(did), now(found)));
    }

    /** Whether a device may keep its sessions: where the realm requires compliance, a compliant one alone. */
    public boolean carriesSessions(UUID did) {
        boolean required = login.map(found -> found.settings().posture())
                .filter(PosturePolicy::required)
                .isPresent();
        return !required || of(did).filter(PostureStanding::isCompliant).isPresent();
    }

    private static Instant now(DeviceRealm realm) {
        return realm.clock().instant();
    }
}
