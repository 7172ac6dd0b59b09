package dev.holdfast.device.outbound;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts that an administrator allows although they are not on the public Internet, or not on its usual ports.
 *
 * @param entries {@code host} for every port, or {@code host:port}; in lower case
 */
public record AllowedHosts(Set<String> entries) {
    private static final Pattern FORM =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");

    public AllowedHosts {
        entries = Set.copyOf(entries);
    }

    /** @throws IllegalArgumentException with a sentence for the administrator */
    public static AllowedHosts read(List<String> configured) {
        Set<String> entries = new LinkedHashSet<>();
        for (String entry : configured) {
            String host = entry.trim().toLowerCase(Locale.ROOT);
            if (host.isEmpty()) {
                continue;
            }
            if (!FORM.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "Allowed hosts are host names or addresses, with or without :port; no URLs.");
            }
            entries.add(host);
        }
        return new AllowedHosts(entries);
    }

    /** Whether the URL's host is listed, with its port or without one. */
    public boolean include(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return entries.contains(host) || entries.contains(host + ":" + portOf(url));
    }

    static int portOf(URI url) {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
