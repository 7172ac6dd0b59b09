package dev.holdfast.push.keycloak.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.push.realm.PushEndpoints;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The discovery document and the key set (docs/push-protocol.md §3). */
final class PushDiscovery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PushDiscovery() {}

    static Map<String, Object> of(PushRealm realm) {
        PushEndpoints endpoints = realm.endpoints();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("issuer", endpoints.issuer());
        document.put("label", realm.label());
        document.put("nonce_endpoint", endpoints.nonce());
        document.put("enrolment_endpoint", endpoints.enrolments());
        document.put("requests_endpoint", endpoints.requests());
        document.put("answers_endpoint", endpoints.answers());
        document.put("subscription_endpoint", endpoints.subscription());
        document.put("removal_endpoint", endpoints.removal());
        document.put("jwks_uri", endpoints.jwks());
        document.put("app_uri", realm.app());
        document.put(
                "phone_signing_alg_values_supported",
                Arrays.stream(SignatureAlgorithm.values()).map(Enum::name).toList());
        document.put("signing_alg_values_supported", List.of(SignatureAlgorithm.ES256.name()));
        document.put("application_server_key", realm.keys().applicationServerKey());
        document.put("user_verification", realm.settings().userVerification().value());
        document.put("webauthn", Map.of("rp_id", realm.rpId(), "origins", List.of(realm.appOrigin())));
        document.put(
                "lifetimes",
                Map.of(
                        "nonce", realm.settings().number(PushSetting.NONCE_LIFETIME),
                        "enrolment", realm.settings().number(PushSetting.ENROLMENT_LIFETIME),
                        "request", realm.settings().number(PushSetting.REQUEST_LIFETIME)));
        return document;
    }

    static Map<String, Object> jwks(PushRealm realm) {
        List<DeviceKey> all = new ArrayList<>();
        all.add(realm.keys().signing().publicKey());
        all.addAll(realm.keys().retired());
        return Map.of("keys", all.stream().map(PushDiscovery::jwk).toList());
    }

    private static JsonNode jwk(DeviceKey key) {
        try {
            ObjectNode jwk = (ObjectNode) JSON.readTree(key.jwk());
            return jwk.put("kid", key.thumbprint().value())
                    .put("alg", key.algorithm().name())
                    .put("use", "sig");
        } catch (JsonProcessingException e) {
            throw new AssertionError("a DeviceKey holds its JWK as JSON", e);
        }
    }
}
