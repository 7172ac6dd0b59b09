package dev.holdfast.bench.signin;

import java.net.URI;

/**
 * The addresses of one realm.
 *
 * @param issuer for example {@code http://localhost:8080/realms/acme}
 */
public record Realm(URI issuer) {

    /** Returns the authorization endpoint. */
    public URI authorization() {
        return at("/protocol/openid-connect/auth");
    }

    /** Returns the token endpoint. */
    public URI token() {
        return at("/protocol/openid-connect/token");
    }

    /**
     * Returns an endpoint of device login.
     *
     * @param path for example {@code /exchange}
     */
    public URI device(String path) {
        return at("/device-token" + path);
    }

    /**
     * Returns an endpoint of push.
     *
     * @param path for example {@code /requests}
     */
    public URI push(String path) {
        return at("/push-mfa" + path);
    }

    /** Returns the origin of the realm's pages. */
    public String origin() {
        return issuer.getScheme() + "://" + issuer.getAuthority();
    }

    /** Returns the host, which is the WebAuthn relying party's id. */
    public String host() {
        return issuer.getHost();
    }

    private URI at(String path) {
        return URI.create(issuer + path);
    }
}
