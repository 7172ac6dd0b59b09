package dev.holdfast.device.registry;

import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.tpm.AttestationKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An enrolment between its two messages.
 *
 * @param attestation the TPM that was asked to show itself, where the realm trusts the one that was named
 */
public record OpenEnrolment(UUID id, EnrolmentToken token, Instant expiresAt, Optional<Attestation> attestation) {
    /**
     * @param endorsementKey SHA-256 of the endorsement key, in hexadecimal
     * @param secret hash of what only the TPM with both keys can read
     */
    public record Attestation(String endorsementKey, AttestationKey attestationKey, Hash secret) {}
}
