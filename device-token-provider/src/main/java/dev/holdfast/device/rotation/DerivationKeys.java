package dev.holdfast.device.rotation;

import dev.holdfast.device.key.LabelledHash;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The realm's keys K: the active one, and older ones while an answer made with them may still be asked for again. */
public final class DerivationKeys {
    private final String activeId;
    private final Map<String, SecretKeySpec> keys;

    /** @param secrets 32 random bytes each, by key id; holds {@code activeId} */
    public DerivationKeys(String activeId, Map<String, byte[]> secrets) {
        if (!secrets.containsKey(activeId)) {
            throw new IllegalArgumentException("the active derivation key is missing");
        }
        this.activeId = activeId;
        this.keys = secrets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, secret -> new SecretKeySpec(secret.getValue(), "HmacSHA256")));
    }

    String activeId() {
        return activeId;
    }

    /** DURT({@code generation}) for the rotation {@code rid}, or nothing if that key is gone. */
    Optional<Durt> derive(String keyId, UUID registration, long generation, RotationId rid) {
        return Optional.ofNullable(keys.get(keyId)).map(key -> derive(key, registration, generation, rid));
    }

    private static Durt derive(SecretKeySpec key, UUID registration, long generation, RotationId rid) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] secret = mac.doFinal(LabelledHash.of("holdfast-durt")
                    .add(registration.toString())
                    .add(Long.toString(generation))
                    .add(rid.bytes())
                    .bytes());
            return new Durt(
                    registration,
                    generation,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HmacSHA256, and it takes any key", e);
        }
    }
}
