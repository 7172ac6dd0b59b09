package dev.holdfast.agent.key;

import java.security.GeneralSecurityException;

/** A key whose hardware can say what it is. */
public interface CertifiableKey extends DeviceKey {
    /**
     * Lets the hardware say that it holds this key.
     *
     * @param qualifyingData at most 32 bytes that bind the statement to one message
     * @throws KeyUnusableException if the hardware does not do it now
     */
    Attestation certify(byte[] qualifyingData) throws GeneralSecurityException;
}
