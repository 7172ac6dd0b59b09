package dev.holdfast.place.database;

import java.time.Instant;

/** What became of the database since the last news of it. */
public sealed interface DatabaseNews {
    /**
     * Places come from it from now on.
     *
     * @param type as its maker names it
     */
    record Loaded(String type, Instant builtAt) implements DatabaseNews {}

    /** @param former whether places still come from what was read before */
    record Missing(boolean former) implements DatabaseNews {}

    /**
     * The file is there, but cannot be opened.
     *
     * @param why of the system
     * @param former whether places still come from what was read before
     */
    record Unreadable(String why, boolean former) implements DatabaseNews {}

    /**
     * The file is no database of places, or not whole.
     *
     * @param why a clause
     * @param former whether places still come from what was read before
     */
    record Unusable(String why, boolean former) implements DatabaseNews {}
}
