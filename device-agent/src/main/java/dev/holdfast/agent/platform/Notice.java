package dev.holdfast.agent.platform;

/** Tells the person at this device something that a web page could not fake or hide. */
@FunctionalInterface
public interface Notice {
    /** Shows a title and a text; failing to is no error. */
    void show(String title, String text);
}
