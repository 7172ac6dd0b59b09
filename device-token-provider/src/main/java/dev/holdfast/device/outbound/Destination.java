package dev.holdfast.device.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A URL that somebody else wrote, and whether the server may go there: a server inside a company reaches what the writer
 * of the URL does not (A47).
 */
public final class Destination {
    private static final int MAX_LENGTH = 1_024;
    private static final Set<Integer> USUAL_PORTS = Set.of(80, 443);

    private final URI url;
    private final boolean allowed;

    private Destination(URI url, boolean allowed) {
        this.url = url;
        this.allowed = allowed;
    }

    /** A URL and where it leads may not be asked. */
    public static final class ForbiddenException extends Exception {
        private static final long serialVersionUID = 1;

        ForbiddenException(String why) {
            super(why);
        }
    }

    /**
     * Looks at the URL itself: {@code http} or {@code https}, a host, no user info; the usual ports, unless listed.
     *
     * @throws ForbiddenException if it may not be asked wherever it leads
     */
    public static Destination of(String text, AllowedHosts hosts) throws ForbiddenException {
        if (text.length() > MAX_LENGTH) {
            throw new ForbiddenException("URL too long");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new ForbiddenException("no URL");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new ForbiddenException("no URL of a web server");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new ForbiddenException("URL with user info or fragment");
        }
        boolean allowed = hosts.include(url);
        if (!allowed && !USUAL_PORTS.contains(AllowedHosts.portOf(url))) {
            throw new ForbiddenException("port " + url.getPort());
        }
        return new Destination(url, allowed);
    }

    public URI url() {
        return url;
    }

    /**
     * Looks at where the name leads. The answer is good for the very addresses that were looked at: whoever resolves the
     * name again may get others (DNS rebinding).
     *
     * @throws ForbiddenException if one of them is not public and the host is not listed
     */
    public void admit(List<InetAddress> resolved) throws ForbiddenException {
        if (resolved.isEmpty()) {
            throw new ForbiddenException("host without address");
        }
        if (!allowed && !resolved.stream().allMatch(PublicAddress::is)) {
            throw new ForbiddenException("address that is not public");
        }
    }
}
