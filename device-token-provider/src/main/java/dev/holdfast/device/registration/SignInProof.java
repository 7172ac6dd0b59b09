package dev.holdfast.device.registration;

import java.time.Instant;

/**
 * The claims of an ID token that the realm's own keys verified: signature, issuer, audience and expiry are checked
 * already, by the {@link SignInProofs} that made it.
 *
 * @param nonce binds the sign-in to a key
 * @param id its {@code jti}
 */
public record SignInProof(String userId, String nonce, String id, Instant authTime, Instant issuedAt) {}
