package dev.holdfast.access.replay;

import dev.holdfast.access.signal.Signals;

/**
 * A request that was decided.
 *
 * @param id of the record
 * @param signals as they were, as far as that is known
 */
public record PastDecision(String id, Signals signals, Verdict decided) {}
