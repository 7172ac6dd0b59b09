package dev.holdfast.phone.realm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A realm's issuer URL, compared character by character.
 *
 * @param value for example {@code https://idp.example.com/realms/acme}
 */
public record Issuer(String value) {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final int MAX_LENGTH = 1024;

    /** Refuses with {@link IllegalArgumentException}, and a sentence, what no phone should speak to. */
    public Issuer {
        URI uri = uri(value);
        String host = uri.getHost();
        if (host == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || value.endsWith("/")
                || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An issuer is like https://idp.example.com/realms/acme, without query and final slash: " + value);
        }
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && isLoopback(host))) {
            throw new IllegalArgumentException("https is needed, but for a loopback address: " + value);
        }
    }

    private static URI uri(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Not a URL: " + value, e);
        }
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || LOOPBACK_V4.matcher(name).matches();
    }

    /** Where all of push is. */
    String base() {
        return value + "/push-mfa";
    }

    @Override
    public String toString() {
        return value;
    }
}
