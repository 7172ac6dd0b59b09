package dev.holdfast.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An application whose users Apache signs in: by mod_auth_openidc or by mod_auth_mellon.
 *
 * @param name of the client in the realm, too; letters
 * @param directives of its module, beside those that it needs
 */
record ApacheApplication(String name, Protocol protocol, String secret, List<String> directives) {
    private enum Protocol {
        OIDC,
        SAML
    }

    static ApacheApplication oidc(String name, String... directives) {
        return new ApacheApplication(name, Protocol.OIDC, UUID.randomUUID().toString(), List.of(directives));
    }

    static ApacheApplication saml(String name, String... directives) {
        return new ApacheApplication(name, Protocol.SAML, "", List.of(directives));
    }

    boolean isSaml() {
        return protocol == Protocol.SAML;
    }

    /** What the server's configuration says of it. Cookies know no ports: each application's have a name of their own. */
    String host(Path folder, WireRealm realm, int port) {
        return """
                Listen 127.0.0.1:%1$d
                <VirtualHost 127.0.0.1:%1$d>
                ServerName http://localhost:%1$d
                %2$s
                %3$s
                </VirtualHost>
                """.formatted(port, isSaml() ? mellon(folder) : openidc(realm, port), String.join("\n", directives));
    }

    private String openidc(WireRealm realm, int port) {
        return """
                OIDCProviderMetadataURL %1$s/.well-known/openid-configuration
                OIDCClientID %2$s
                OIDCClientSecret %3$s
                OIDCRedirectURI http://localhost:%4$d/callback
                OIDCCryptoPassphrase %3$s
                OIDCCookie %2$s_session
                OIDCStateCookiePrefix %2$s_state_
                OIDCRemoteUserClaim preferred_username
                OIDCScope "openid profile email"
                OIDCPKCEMethod S256
                <Location />
                	AuthType openid-connect
                	Require valid-user
                </Location>
                """.formatted(realm.issuer(), name, secret, port);
    }

    private String mellon(Path folder) {
        return """
                <Location />
                	AuthType Mellon
                	MellonEnable auth
                	MellonEndpointPath /mellon
                	MellonSPentityId %2$s
                	MellonSPPrivateKeyFile %1$s/sp.key
                	MellonSPCertFile %1$s/sp.pem
                	MellonIdPMetadataFile %1$s/idp.xml
                	MellonVariable %2$s
                	MellonUser NAME_ID
                	MellonSecureCookie On
                	Require valid-user
                </Location>
                """.formatted(folder, name);
    }

    /** Makes it known to the realm, as its administrator would. */
    void register(World world, WireRealm realm, String address, String metadata) {
        String clients = world.adminPath(realm) + "/clients";
        if (!isSaml()) {
            world.admin()
                    .create(
                            clients,
                            Map.of(
                                    "clientId",
                                    name,
                                    "secret",
                                    secret,
                                    "redirectUris",
                                    List.of(address + "callback"),
                                    "attributes",
                                    // It takes an error with "iss" (RFC 9207) for a sign-in that somebody else begins.
                                    Map.of("exclude.issuer.from.auth.response", "true")));
            return;
        }
        ObjectNode client =
                (ObjectNode) world.admin().post(world.adminPath(realm) + "/client-description-converter", metadata);
        client.withObjectProperty("attributes")
                .put("saml_name_id_format", "username")
                .put("saml_force_name_id_format", "true")
                // Debian's lasso cannot read what Keycloak encrypts.
                .put("saml.encrypt", "false");
        world.admin().create(clients, client);
    }
}
