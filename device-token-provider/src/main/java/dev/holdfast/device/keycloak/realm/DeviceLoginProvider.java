package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.RealmKeys;
import org.keycloak.provider.Provider;

/**
 * A realm's device login: its settings and its keys, kept as one realm component.
 *
 * <p>A provider type of our own, and none of Keycloak's {@code KeyProvider}s: those are published among the realm's keys
 * and can become the signer of its ID tokens.
 */
public interface DeviceLoginProvider extends Provider {
    DeviceSettings settings();

    RealmKeys keys();
}
