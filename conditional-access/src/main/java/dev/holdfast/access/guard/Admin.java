package dev.holdfast.access.guard;

import dev.holdfast.access.signal.Signals;

/**
 * One who may set the realm right again.
 *
 * @param signals as they sign in to the admin console; of who is not here, what nobody can know is absent
 * @param breakGlassNow whether no policy denies them before the change
 * @param breakGlassThen whether no policy denies them after it
 */
public record Admin(Signals signals, boolean breakGlassNow, boolean breakGlassThen) {}
