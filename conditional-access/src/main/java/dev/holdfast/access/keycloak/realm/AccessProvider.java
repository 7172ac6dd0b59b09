package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.realm.AccessSettings;
import org.keycloak.provider.Provider;

/** A realm's conditional access beside its policies, kept as one realm component. */
public interface AccessProvider extends Provider {
    AccessSettings settings();
}
