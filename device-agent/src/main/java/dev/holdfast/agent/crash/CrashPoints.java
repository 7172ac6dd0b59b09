package dev.holdfast.agent.crash;

/**
 * Test API. The ceremonies report each point they reach; in production nobody listens. With the system property
 * {@value #PROPERTY} set to a point's name the process ends there at once, as if it had been killed: exit code 137, no
 * shutdown hook, no flush.
 */
@FunctionalInterface
public interface CrashPoints {
    /** The system property that names a point. */
    String PROPERTY = "holdfast.agent.halt-at";

    /** The exit code of a process that was halted, the one of {@code kill -9} in a shell. */
    int EXIT_CODE = 137;

    /** Called at each point. */
    void reached(CrashPoint point);

    /** What the system property asks for; without it, nothing. */
    static CrashPoints fromSystemProperty() {
        String haltAt = System.getProperty(PROPERTY, "");
        return point -> {
            if (point.wire().equals(haltAt)) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        };
    }
}
