package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.RealmKeys;

/** The component, read once and shared by all requests until it changes. */
record RealmDeviceLogin(DeviceSettings settings, RealmKeys keys) implements DeviceLoginProvider {
    @Override
    public void close() {
        // Holds nothing that must be given back.
    }
}
