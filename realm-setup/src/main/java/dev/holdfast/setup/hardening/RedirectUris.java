package dev.holdfast.setup.hardening;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is wrong with an address that a client may send its users back to. A wildcard stands for whatever begins like it. */
final class RedirectUris {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WEB = Set.of("http", "https");

    /** Root URLs of Keycloak's own clients stand for this server. */
    private static final String THIS_SERVER = "${auth";

    private RedirectUris() {}

    /** An address that begins with a slash is behind the client's root URL, or on this server where the client has none. */
    static String resolved(String rootUrl, String uri) {
        return uri.startsWith("/") && !rootUrl.startsWith(THIS_SERVER) ? rootUrl.strip() + uri : uri;
    }

    /** A wildcard that leaves the host open. */
    static boolean leavesHostOpen(String uri) {
        int wildcard = uri.indexOf('*');
        if (wildcard < 0 || uri.startsWith("/")) {
            return false;
        }
        String fixed = uri.substring(0, wildcard).toLowerCase(Locale.ROOT);
        int authority = fixed.indexOf("://");
        if (authority >= 0) {
            return fixed.indexOf('/', authority + 3) < 0;
        }
        int scheme = fixed.indexOf(':');
        return scheme < 0 || WEB.contains(fixed.substring(0, scheme));
    }

    /** Any wildcard, but in a path on this server. */
    static boolean isOpen(String uri) {
        return uri.contains("*") && !uri.startsWith("/");
    }

    /** Plain HTTP to another machine. */
    static boolean isPlain(String uri) {
        return uri.toLowerCase(Locale.ROOT).startsWith("http:")
                && (leavesHostOpen(uri) || host(uri).filter(LOOPBACK::contains).isEmpty());
    }

    /** As a browser understands it: what stands before an @ is a user's name. */
    private static Optional<String> host(String uri) {
        try {
            return Optional.ofNullable(new URI(uri).getHost()).map(host -> host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
