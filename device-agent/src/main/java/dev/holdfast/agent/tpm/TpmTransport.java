package dev.holdfast.agent.tpm;

/** Carries one command after the other to a TPM. */
interface TpmTransport extends AutoCloseable {
    /** Longer than any answer of a TPM: the library's own limit for a buffer. */
    int MAX_FRAME = 4096;

    /** Tag, size and response code. */
    int HEADER = 10;

    /**
     * Sends a command and waits for its answer.
     *
     * @return the bytes that came, unread; at most {@value #MAX_FRAME}
     */
    byte[] exchange(byte[] command) throws TpmException;

    /**
     * Whether nobody else can use the TPM while this is open. Behind a resource manager everybody has slots of his own;
     * without one, what a program left in the slots stays there.
     */
    boolean isExclusive();

    @Override
    void close();
}
