package dev.holdfast.it;

import dev.holdfast.it.wire.WireRealm;
import java.util.List;
import java.util.Map;

/** A realm in which people are at home, and by which they sign in to another one, where the applications are. */
record HomeRealm(World world, WireRealm realm) {
    /** Of the identity provider in the other realm. */
    static final String ALIAS = "home";

    /** Of the client that the other realm is. */
    static final String SECRET = "of-a-test";

    /** Makes the realm, and makes it the identity provider of the other one. */
    static HomeRealm of(World world, WireRealm guest, String name) {
        WireRealm home = world.addRealm(name, Map.of());
        world.admin()
                .create(
                        world.adminPath(home) + "/clients",
                        Map.of(
                                "clientId",
                                "guest",
                                "secret",
                                SECRET,
                                "redirectUris",
                                List.of(guest.issuer() + "/broker/" + ALIAS + "/endpoint")));
        String endpoint = home.issuer() + "/protocol/openid-connect/";
        world.admin()
                .post(
                        world.adminPath(guest) + "/identity-provider/instances",
                        Map.of(
                                "alias",
                                ALIAS,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "trustEmail",
                                true,
                                "config",
                                Map.of(
                                        "clientId",
                                        "guest",
                                        "clientSecret",
                                        SECRET,
                                        "clientAuthMethod",
                                        "client_secret_post",
                                        "issuer",
                                        home.issuer().toString(),
                                        "authorizationUrl",
                                        endpoint + "auth",
                                        "tokenUrl",
                                        endpoint + "token",
                                        "jwksUrl",
                                        endpoint + "certs",
                                        "useJwksUrl",
                                        "true",
                                        "validateSignature",
                                        "true",
                                        "defaultScope",
                                        "openid profile email")));
        return new HomeRealm(world, home);
    }

    /** Adds somebody whose password is the name. */
    void addUser(String name) {
        world.addUser(realm, name);
    }
}
