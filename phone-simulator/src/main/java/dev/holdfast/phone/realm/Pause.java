package dev.holdfast.phone.realm;

import java.time.Duration;

/** Waits; tests do not. */
@FunctionalInterface
public interface Pause {
    Pause SLEEP = length -> Thread.sleep(length.toMillis());

    void take(Duration length) throws InterruptedException;
}
