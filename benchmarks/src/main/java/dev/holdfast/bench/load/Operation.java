package dev.holdfast.bench.load;

/** Something that a client asks of the server again and again. Each worker has its own users. */
public interface Operation {

    /** Returns the name for the table. */
    String name();

    /**
     * Makes ready for a slice; what this costs is not counted.
     *
     * @param worker 0 to the number of workers less one
     */
    default void prepare(int worker) {}

    /**
     * Does it once.
     *
     * @param worker 0 to the number of workers less one
     * @throws RuntimeException if the server did not do what was asked; this ends the measurement
     */
    void run(int worker);
}
