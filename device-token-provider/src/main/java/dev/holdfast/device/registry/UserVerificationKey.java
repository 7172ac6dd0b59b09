package dev.holdfast.device.registry;

import dev.holdfast.device.key.DeviceKey;

/**
 * The DUV of a registration: a second key, which the device releases only after it asked its user.
 *
 * @param method how it asks
 */
public record UserVerificationKey(DeviceKey key, VerificationMethod method) {}
