package dev.holdfast.agent.origin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A realm's issuer URL, compared character by character.
 *
 * @param value for example {@code https://idp.example.com/realms/acme}
 */
public record Issuer(String value) {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final int MAX_LENGTH = 1024;

    /** Refuses with {@link IllegalArgumentException} what {@link #requireSafe} refuses, a query, and a final slash. */
    public Issuer {
        URI uri = requireSafe(value);
        if (uri.getRawQuery() != null || value.endsWith("/") || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an issuer has no query and no slash at its end: " + value);
        }
    }

    /**
     * Checks a URL that the agent is about to talk to: absolute, no user info, no fragment, and https, or http on a
     * loopback address where nobody can listen in on the way.
     */
    public static URI requireSafe(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + url, e);
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not a plain http(s) URL: " + url);
        }
        boolean safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(host));
        if (!safe) {
            throw new IllegalArgumentException("https is needed, except on a loopback address: " + url);
        }
        return uri;
    }

    private static boolean isLoopback(@Nullable String host) {
        String name = String.valueOf(host).toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || LOOPBACK_V4.matcher(name).matches();
    }

    /** The device configuration of this realm (section 3 of the protocol). */
    public URI discoveryUri() {
        return URI.create(value + "/device-token/.well-known/device-configuration");
    }

    @Override
    public String toString() {
        return value;
    }
}
