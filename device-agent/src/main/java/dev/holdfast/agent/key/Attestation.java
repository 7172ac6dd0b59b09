package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;

/**
 * What hardware says about a key it holds, signed by its attestation key (TPM2_Certify, TPM 2.0 Library, Part 3).
 *
 * @param publicArea the key and its attributes, {@code TPMT_PUBLIC}
 * @param certifyInfo what is signed, {@code TPMS_ATTEST}
 * @param signature {@code TPMT_SIGNATURE}
 */
public record Attestation(byte[] publicArea, byte[] certifyInfo, byte[] signature) {
    /** The member {@code tpm} of a message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("public_area", Base64Url.encode(publicArea))
                .put("certify_info", Base64Url.encode(certifyInfo))
                .put("signature", Base64Url.encode(signature))
                .build();
    }
}
