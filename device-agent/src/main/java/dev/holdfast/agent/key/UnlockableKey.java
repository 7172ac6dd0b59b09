package dev.holdfast.agent.key;

/** A key that signs only for who knows its PIN: by itself it refuses. */
public interface UnlockableKey extends DeviceKey {
    /**
     * The same key with a PIN at hand, right or wrong: the hardware says at each use.
     *
     * <p>Its uses throw {@link WrongPinException} for a wrong PIN, and {@link KeyLockedOutException} after too many.
     */
    CertifiableKey unlockedBy(Pin pin);
}
