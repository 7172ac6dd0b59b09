package dev.holdfast.device.tpm;

/**
 * What goes to the agent for TPM2_ActivateCredential, and the secret that must come back.
 *
 * @param credentialBlob TPM2B_ID_OBJECT
 * @param encryptedSeed TPM2B_ENCRYPTED_SECRET
 * @param secret 32 bytes
 */
public record CredentialChallenge(byte[] credentialBlob, byte[] encryptedSeed, byte[] secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "CredentialChallenge[" + credentialBlob.length + " bytes]";
    }
}
