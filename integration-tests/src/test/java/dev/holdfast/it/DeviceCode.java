package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.WireRealm;
import java.net.URI;
import java.util.Map;

/**
 * A code of RFC 8628 that an appliance shows, and that waits for its confirmation.
 *
 * @param confirmation where a person confirms it
 */
record DeviceCode(WireRealm realm, String clientId, String code, URI confirmation) {
    static DeviceCode shownBy(WireRealm realm, String clientId) {
        JsonNode answer = realm.postForm(
                        realm.issuer() + "/protocol/openid-connect/auth/device",
                        Map.of("client_id", clientId, "scope", "openid"))
                .granted();
        return new DeviceCode(
                realm,
                clientId,
                answer.path("device_code").asText(),
                URI.create(answer.path("verification_uri_complete").asText()));
    }

    /** The appliance asks for its tokens. */
    Answer poll() {
        return realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id", clientId,
                        "device_code", code));
    }
}
