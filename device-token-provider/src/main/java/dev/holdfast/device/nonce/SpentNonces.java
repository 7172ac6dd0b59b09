package dev.holdfast.device.nonce;

import java.time.Duration;
import java.time.Instant;

/** The cluster's memory of spent nonces: the fast first line in front of the database. */
public interface SpentNonces {
    /**
     * Spends the nonce by one atomic operation over all nodes.
     *
     * @param keep how long to remember; at least the nonce's lifetime plus {@link Nonces#CLOCK_SKEW}
     * @return false if it was spent before
     */
    boolean spend(RecognizedNonce nonce, Duration keep);

    /** When this memory began: the start of the cluster. */
    Instant since();
}
