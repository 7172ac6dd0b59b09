package dev.holdfast.push.phone;

/**
 * A WebAuthn credential of the phone's platform.
 *
 * @param id base64url
 * @param attested the attested credential data (WebAuthn §6.5.1), base64url
 * @param counter the signature counter that was seen last
 */
public record PhoneCredential(String id, String attested, long counter) {}
