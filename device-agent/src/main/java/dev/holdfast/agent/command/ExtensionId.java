package dev.holdfast.agent.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A Chromium extension id.
 *
 * @param value 32 letters from a to p
 */
record ExtensionId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-p]{32}");
    private static final String FOLDER = "/dev/holdfast/agent/";
    private static final String RESOURCE = "extension-id.txt";

    /** Refuses every other form. */
    ExtensionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an extension id is 32 letters from a to p");
        }
    }

    /** The id of Holdfast's own extension, taken from its sources by the build. */
    static ExtensionId pinned() {
        return new ExtensionId(written(RESOURCE));
    }

    /** An id that the build put beside the classes. */
    static String written(String file) {
        try (InputStream in = ExtensionId.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The extension's origin, as a browser passes it to a native host and lists it in a manifest. */
    String origin() {
        return "chrome-extension://" + value + "/";
    }
}
