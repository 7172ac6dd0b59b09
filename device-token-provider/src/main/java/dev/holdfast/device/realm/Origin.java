package dev.holdfast.device.realm;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** A web origin (RFC 6454 §6.2) in the one spelling that browsers send; equal only if every character is. */
public record Origin(String value) {
    private static final Pattern FORM =
            Pattern.compile("https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");

    public Origin {
        if (value.length() > 300 || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an origin");
        }
    }

    public static Optional<Origin> parse(String text) {
        return text.length() <= 300 && FORM.matcher(text).matches() ? Optional.of(new Origin(text)) : Optional.empty();
    }

    /** The origin of an absolute URL, its default port left out as browsers do. */
    public static Origin of(URI url) {
        boolean defaultPort = url.getPort() == -1
                || (url.getScheme().equals("https") && url.getPort() == 443)
                || (url.getScheme().equals("http") && url.getPort() == 80);
        return new Origin(url.getScheme() + "://" + url.getHost().toLowerCase(java.util.Locale.ROOT)
                + (defaultPort ? "" : ":" + url.getPort()));
    }

    @Override
    public String toString() {
        return value;
    }
}
