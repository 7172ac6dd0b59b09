package dev.holdfast.push.keycloak.realm;

import dev.holdfast.push.realm.PushKeys;
import dev.holdfast.push.realm.PushSettings;

/** The component, read once and shared by all requests until it changes. */
record RealmPush(PushSettings settings, PushKeys keys) implements PushMfaProvider {
    @Override
    public void close() {
        // Holds nothing that must be given back.
    }
}
