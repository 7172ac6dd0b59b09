package dev.holdfast.push.keycloak.realm;

import dev.holdfast.push.realm.PushKeys;
import dev.holdfast.push.realm.PushSettings;
import org.keycloak.provider.Provider;

/**
 * A realm's push: its settings and its keys, kept as one realm component. None of Keycloak's {@code KeyProvider}s: those
 * are published among the realm's keys and can become the signer of its ID tokens.
 */
public interface PushMfaProvider extends Provider {
    PushSettings settings();

    PushKeys keys();
}
