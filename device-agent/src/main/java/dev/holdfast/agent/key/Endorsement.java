package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import java.util.Optional;

/**
 * Who vouches for a device's hardware, and the key by which the hardware speaks.
 *
 * @param ekPublic the endorsement key, {@code TPMT_PUBLIC}
 * @param ekHash SHA-256 of the endorsement key's SubjectPublicKeyInfo, in hexadecimal: its name in a realm's list
 * @param ekCertificate the maker's certificate for it, DER, if the hardware carries one
 * @param akPublic the attestation key, {@code TPMT_PUBLIC}
 */
public record Endorsement(byte[] ekPublic, String ekHash, Optional<byte[]> ekCertificate, byte[] akPublic) {
    /** The member {@code tpm} of the request that begins an enrolment. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("ek_public", Base64Url.encode(ekPublic))
                .putIfPresent(
                        "ek_certificate", ekCertificate.map(Base64Url::encode).orElse(null))
                .put("ak_public", Base64Url.encode(akPublic))
                .build();
    }
}
