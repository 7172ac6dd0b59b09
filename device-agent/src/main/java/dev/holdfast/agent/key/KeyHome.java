package dev.holdfast.agent.key;

/** Where a device keeps the keys that it makes for a realm. */
public sealed interface KeyHome {
    /** The one there is only one of. */
    KeyHome SOFTWARE = new Software();

    /** As it stands in messages and in the state: {@code software} or {@code tpm}. */
    String word();

    /** In files. */
    record Software() implements KeyHome {
        @Override
        public String word() {
            return "software";
        }
    }

    /**
     * In a TPM.
     *
     * @param address which one, in the notation of tpm2-tools
     * @param realm the issuer: each realm sees another attestation key, so that realms cannot compare notes
     */
    record Tpm(String address, String realm) implements KeyHome {
        @Override
        public String word() {
            return "tpm";
        }
    }
}
