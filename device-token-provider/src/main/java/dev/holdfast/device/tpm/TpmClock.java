package dev.holdfast.device.tpm;

/**
 * A TPM's own count of time (TPMS_CLOCK_INFO). It goes forward only: the reset counter from one start to the next, the
 * milliseconds in between.
 *
 * @param resets how often the TPM was reset
 * @param millis how long it was powered, over all starts
 */
public record TpmClock(long resets, long millis) {
    /** Whether a TPM that showed this can show {@code later} afterwards. One that cannot is a copy of an older state. */
    public boolean precedes(TpmClock later) {
        return resets < later.resets || (resets == later.resets && millis <= later.millis);
    }
}
