package dev.holdfast.setup.hardening;

import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an audit looks at of a client that is enabled.
 *
 * @param builtIn whether Keycloak made it with the realm
 * @param pkce whether it demands PKCE with SHA-256
 * @param fullScope whether its tokens carry every role of the user
 * @param accessTokenLifespan of its own, in seconds; 0 or less for as long as the session; absent where it has the realm's
 * @param rootUrl empty where it has none
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
        OptionalLong accessTokenLifespan,
        String rootUrl,
        Set<String> redirectUris,
        Set<String> webOrigins) {
    public ClientFacts {
        redirectUris = Set.copyOf(redirectUris);
        webOrigins = Set.copyOf(webOrigins);
    }

    /** Where users are sent back to, written out. */
    Stream<String> addresses() {
        return redirectUris.stream().map(uri -> RedirectUris.resolved(rootUrl, uri));
    }
}
