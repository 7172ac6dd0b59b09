package dev.holdfast.device.keycloak.posture;

import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.PostureRows;
import dev.holdfast.device.posture.KnownFacts;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.realm.DeviceRealm;
import java.util.List;
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
                on -> on.settings().posture().evaluate(reports(did), on.clock().instant()));
    }

    /** What is known of the device now; nothing where device login is not set up. */
    public Optional<KnownFacts> facts(UUID did) {
        return login.map(
                on -> on.settings().posture().known(reports(did), on.clock().instant()));
    }

    /** Whether the realm lets a device in this condition use the sessions that it has. */
    public boolean carriesSessions(UUID did) {
        return login.map(on -> on.settings()
                        .posture()
                        .carriesSessions(() -> reports(did), on.clock().instant()))
                .orElse(true);
    }

    private List<PostureReport> reports(UUID did) {
        return new PostureRows(session, realm).of(did);
    }
}
