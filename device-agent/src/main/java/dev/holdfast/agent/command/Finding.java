package dev.holdfast.agent.command;

/**
 * What the doctor found.
 *
 * @param level how bad it is
 * @param what the observation
 * @param mend what to do; empty if nothing
 */
record Finding(Level level, String what, String mend) {
    enum Level {
        /** As it should be. */
        OK,
        /** Good to know. */
        NOTE,
        /** Device login does not work, or is not safe, until it is mended. */
        BROKEN
    }

    static Finding ok(String what) {
        return new Finding(Level.OK, what, "");
    }

    static Finding note(String what, String mend) {
        return new Finding(Level.NOTE, what, mend);
    }

    static Finding broken(String what, String mend) {
        return new Finding(Level.BROKEN, what, mend);
    }
}
