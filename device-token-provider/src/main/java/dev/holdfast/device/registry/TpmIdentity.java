package dev.holdfast.device.registry;

import dev.holdfast.device.tpm.AttestationKey;
import dev.holdfast.device.tpm.TpmClock;

/**
 * The TPM of an attested device.
 *
 * @param endorsementKey SHA-256 of its endorsement key, in hexadecimal
 * @param clock the latest that it showed; one that shows an earlier clock is a copy
 */
public record TpmIdentity(String endorsementKey, AttestationKey attestationKey, TpmClock clock) {}
