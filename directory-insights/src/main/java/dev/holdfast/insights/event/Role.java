package dev.holdfast.insights.event;

import java.util.Objects;
import java.util.Optional;

/**
 * A role by its name and its holder.
 *
 * @param clientId whose it is; empty for a role of the realm
 * @param inAdministrationRealm whether that is the realm from which Keycloak administers all others
 */
public record Role(String name, Optional<String> clientId, boolean inAdministrationRealm) {
    public Role {
        Objects.requireNonNull(name);
        Objects.requireNonNull(clientId);
    }

    /**
     * Whether it is one of Keycloak's administration: those of its client {@code realm-management} in every realm; in the
     * administration's own those of each realm's client and the two that are above all realms. Elsewhere a role that is
     * called so, or a client that ends so, is somebody's own.
     */
    public boolean administers() {
        if (clientId.isPresent()) {
            String client = clientId.get();
            return client.equals("realm-management") || inAdministrationRealm && client.endsWith("-realm");
        }
        return inAdministrationRealm && (name.equals("admin") || name.equals("create-realm"));
    }
}
