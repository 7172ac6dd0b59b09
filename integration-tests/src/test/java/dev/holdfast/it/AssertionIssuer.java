package dev.holdfast.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Somebody whose signed assertions about its users a realm takes for a grant (RFC 7523 §2.1). */
record AssertionIssuer(World world, WireRealm realm, WireKey key) {
    private static final String ALIAS = "partner";
    private static final String ISSUER = "https://partner.example.com";
    private static final String SECRET = "of-a-test";
    private static final long LIFETIME_SECONDS = 120;

    /** Makes it known to a realm, once. */
    static AssertionIssuer trustedBy(World world, WireRealm realm) {
        WireKey key = WireKey.es256();
        world.admin()
                .post(
                        world.adminPath(realm) + "/identity-provider/instances",
                        Map.of(
                                "alias",
                                ALIAS,
                                "providerId",
                                "jwt-authorization-grant",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "issuer",
                                        ISSUER,
                                        "jwtAuthorizationGrantEnabled",
                                        "true",
                                        "useJwksUrl",
                                        "false",
                                        "publicKeySignatureVerifierKeyId",
                                        key.jkt(),
                                        "publicKeySignatureVerifier",
                                        Base64.getEncoder()
                                                .encodeToString(key.publicKey().getEncoded()))));
        return new AssertionIssuer(world, realm, key);
    }

    /** Adds a confidential client that may use the grant. */
    void client(String clientId, Map<String, String> attributes) {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.put("oauth2.jwt.authorization.grant.enabled", "true");
        all.put("oauth2.jwt.authorization.grant.idp", ALIAS);
        world.addBackend(realm, clientId, SECRET, all);
    }

    /** Lets the realm know this user by the same name. */
    void knows(String user) {
        world.admin()
                .post(
                        world.adminPath(realm) + "/users/" + world.userId(realm, user) + "/federated-identity/" + ALIAS,
                        Map.of("identityProvider", ALIAS, "userId", user, "userName", user));
    }

    /** A client trades a new assertion about a user for a token. */
    Answer grant(String clientId, String user) {
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = Json.object()
                .put("iss", ISSUER)
                .put("sub", user)
                .put("aud", realm.issuer().toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + LIFETIME_SECONDS);
        ObjectNode header =
                Json.object().put("alg", key.alg()).put("typ", "JWT").put("kid", key.jkt());
        return realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "client_id",
                        clientId,
                        "client_secret",
                        SECRET,
                        "assertion",
                        Jws.sign(header, claims, key)));
    }
}
