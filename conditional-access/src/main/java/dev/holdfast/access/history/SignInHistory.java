package dev.holdfast.access.history;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The recorded sign-ins of one realm. */
public interface SignInHistory {
    /**
     * Those of one person.
     *
     * @param since from when on
     * @param limit at most so many
     * @return the youngest first
     */
    List<PastSignIn> of(String userId, Instant since, int limit);

    /**
     * All since a time, in the order in which they happened.
     *
     * @return to be closed; read as it is asked for
     */
    Stream<PastSignIn> since(Instant from);
}
