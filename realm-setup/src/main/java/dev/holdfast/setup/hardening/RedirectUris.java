package dev.holdfast.setup.hardening;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with an address that a client may send its users back to. */
final class RedirectUris {
    private static final Pattern LOOPBACK = Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?:[:/*].*)?");

    private RedirectUris() {}

    /** A wildcard that leaves the host open. */
    static boolean leavesHostOpen(String uri) {
        if (!uri.contains("*") || uri.startsWith("/")) {
            return false;
        }
        int scheme = uri.indexOf("://");
        if (scheme < 0) {
            return uri.startsWith("*");
        }
        int path = uri.indexOf('/', scheme + 3);
        return path < 0 || uri.indexOf('*') < path;
    }

    /** Any wildcard, but in a path on this server. */
    static boolean isOpen(String uri) {
        return uri.contains("*") && !uri.startsWith("/");
    }

    /** Plain HTTP to another machine. */
    static boolean isPlain(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") && !LOOPBACK.matcher(lower).matches();
    }
}
