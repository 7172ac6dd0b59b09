package dev.holdfast.agent.log;

/** Takes what happened. A fault of the log never stops the agent. */
@FunctionalInterface
public interface AgentLog {
    /** Writes one event. */
    void write(LogEvent event);
}
