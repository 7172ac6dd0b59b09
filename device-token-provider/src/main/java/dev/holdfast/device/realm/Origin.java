package dev.holdfast.device.realm;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web origin (RFC 6454 §6.2) in the one spelling that browsers send; equal only if every character is. */
public record Origin(String value) {
    private static final Pattern FORM = Pattern.compile(
            "https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::(?<port>[1-9][0-9]{0,4}))?");

    public Origin {
        if (!isOrigin(value)) {
            throw new IllegalArgumentException("not an origin");
        }
    }

    public static Optional<Origin> parse(String text) {
        return isOrigin(text) ? Optional.of(new Origin(text)) : Optional.empty();
    }

    private static boolean isOrigin(String text) {
        if (text.length() > 300) {
            return false;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group("port");
        // A browser never writes a scheme's default port, and no port is above 65535.
        return port == null || (Integer.parseInt(port) <= 65_535 && !port.equals(defaultPort(text)));
    }

    private static String defaultPort(String origin) {
        return origin.startsWith("https:") ? "443" : "80";
    }

    /** The origin of an absolute URL, its default port left out as browsers do. */
    public static Origin of(URI url) {
        boolean defaultPort = url.getPort() == -1
                || (url.getScheme().equals("https") && url.getPort() == 443)
                || (url.getScheme().equals("http") && url.getPort() == 80);
        return new Origin(url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT)
                + (defaultPort ? "" : ":" + url.getPort()));
    }

    @Override
    public String toString() {
        return value;
    }
}
