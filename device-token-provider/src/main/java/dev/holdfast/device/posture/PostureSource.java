package dev.holdfast.device.posture;

import java.util.regex.Pattern;

/** Who says it: the device's own agent, or a system that manages devices, by a name that the realm gave it. */
public record PostureSource(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** The device itself, by a message that its agent key signed. */
    public static final PostureSource AGENT = new PostureSource("agent");

    public PostureSource {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A source is named by 1 to 32 of a-z, 0-9 and -, beginning with a letter");
        }
    }

    public boolean isAgent() {
        return equals(AGENT);
    }
}
