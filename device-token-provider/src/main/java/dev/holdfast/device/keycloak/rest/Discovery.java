package dev.holdfast.device.keycloak.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.Endpoints;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.realm.RealmKeys;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.registration.SignInProofs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The discovery document and the key set (docs/protocol.md §3). */
final class Discovery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Discovery() {}

    static Map<String, Object> of(DeviceRealm realm) {
        Endpoints endpoints = realm.endpoints();
        String oidc = endpoints.issuer() + "/protocol/openid-connect";
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("issuer", endpoints.issuer());
        document.put("nonce_endpoint", endpoints.nonce());
        document.put("agent_begin_endpoint", endpoints.agentBegin());
        document.put("agent_finish_endpoint", endpoints.agentFinish());
        document.put("agent_renewal_endpoint", endpoints.agentRenew());
        document.put("agent_adoption_endpoint", endpoints.agentAdopt());
        document.put("revocation_list_uri", endpoints.revocationList());
        document.put("registration_endpoint", endpoints.registrations());
        document.put("exchange_endpoint", endpoints.exchange());
        document.put("proof_endpoint", endpoints.proof());
        document.put("posture_endpoint", endpoints.posture());
        document.put("unlock_endpoint", endpoints.unlock());
        document.put("revocation_endpoint", endpoints.revoke());
        document.put("login_audience", endpoints.login());
        document.put("jwks_uri", endpoints.jwks());
        document.put("authorization_endpoint", oidc + "/auth");
        document.put("token_endpoint", oidc + "/token");
        document.put("client_id", SignInProofs.CLIENT_ID);
        document.put(
                "device_signing_alg_values_supported",
                Arrays.stream(SignatureAlgorithm.values()).map(Enum::name).toList());
        document.put("signing_alg_values_supported", List.of(SignatureAlgorithm.ES256.name()));
        document.put("trusted_origins", originsOf(realm));
        document.put("lifetimes", lifetimes(realm));
        document.put("unlock", unlock(realm.settings().unlock()));
        return document;
    }

    private static Map<String, Object> unlock(UnlockPolicy policy) {
        Map<String, Object> unlock = new LinkedHashMap<>();
        policy.leastForDevice().ifPresent(least -> unlock.put("device", least.value()));
        return unlock;
    }

    static Map<String, Object> jwks(RealmKeys keys) {
        List<DeviceKey> all = new ArrayList<>();
        all.add(keys.signing().publicKey());
        all.addAll(keys.retired());
        return Map.of("keys", all.stream().map(Discovery::jwk).toList());
    }

    static List<String> originsOf(DeviceRealm realm) {
        return realm.trustedOrigins().stream().map(Origin::value).sorted().toList();
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

    private static Map<String, Object> lifetimes(DeviceRealm realm) {
        Map<String, Object> lifetimes = new LinkedHashMap<>();
        lifetimes.put("nonce", realm.settings().number(DeviceSetting.NONCE_LIFETIME));
        lifetimes.put("challenge", realm.settings().number(DeviceSetting.CHALLENGE_LIFETIME));
        lifetimes.put("dust", realm.settings().number(DeviceSetting.DUST_LIFETIME));
        lifetimes.put("durt", realm.settings().number(DeviceSetting.DURT_LIFETIME));
        lifetimes.put("durt_absolute", realm.settings().number(DeviceSetting.DURT_ABSOLUTE_LIFETIME));
        lifetimes.put("unlocked", realm.settings().number(DeviceSetting.UNLOCKED_LIFETIME));
        lifetimes.put("certificate", realm.settings().number(DeviceSetting.CERTIFICATE_LIFETIME));
        lifetimes.put("posture", realm.settings().number(DeviceSetting.POSTURE_LIFETIME));
        return lifetimes;
    }
}
