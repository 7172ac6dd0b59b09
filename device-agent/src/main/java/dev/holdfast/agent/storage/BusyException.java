package dev.holdfast.agent.storage;

import java.io.IOException;

/** Another process or thread of the agent holds the lock, and kept it longer than the caller waits. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    BusyException() {
        super("Another holdfast-agent is at work on the same registration. Try again in a moment.");
    }
}
