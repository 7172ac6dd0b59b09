package dev.holdfast.agent.key;

import java.io.IOException;

/** Proves to one realm that keys are in hardware. */
public interface KeyAttester {
    /** Who vouches for the hardware. */
    Endorsement endorsement() throws IOException;

    /**
     * Opens a challenge that only the hardware of {@link #endorsement} can open.
     *
     * @param credentialBlob {@code TPM2B_ID_OBJECT}, its size included
     * @param secret {@code TPM2B_ENCRYPTED_SECRET}, its size included
     * @return what was in it; a secret until it is sent back
     * @throws IOException if it was made for other keys, or the hardware does not do it
     */
    byte[] activate(byte[] credentialBlob, byte[] secret) throws IOException;
}
