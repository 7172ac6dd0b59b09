package dev.holdfast.agent.command;

/**
 * The id that Firefox's extension has by its manifest. Nobody else can have it: Mozilla signs one owner's files for it.
 *
 * @param value in the form of a mail address
 */
record FirefoxExtensionId(String value) {
    private static final String RESOURCE = "firefox-id.txt";

    /** The id of Holdfast's own extension, taken from its sources by the build. */
    static FirefoxExtensionId pinned() {
        return new FirefoxExtensionId(ExtensionId.written(RESOURCE));
    }
}
