package dev.holdfast.setup.hardening;

import java.util.Set;

/**
 * What an audit looks at of a client that is enabled.
 *
 * @param builtIn whether Keycloak made it with the realm
 * @param pkce whether it demands PKCE with SHA-256
 * @param fullScope whether its tokens carry every role of the user
 * @param deviceGrant whether it may use the device authorization grant (RFC 8628)
 */
public record ClientFacts(
        String clientId,
        boolean builtIn,
        boolean publicClient,
        boolean standardFlow,
        boolean implicitFlow,
        boolean directGrant,
        boolean deviceGrant,
        boolean pkce,
        boolean fullScope,
        Set<String> redirectUris,
        Set<String> webOrigins) {
    public ClientFacts {
        redirectUris = Set.copyOf(redirectUris);
        webOrigins = Set.copyOf(webOrigins);
    }
}
