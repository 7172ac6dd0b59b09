package dev.holdfast.setup.hardening;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header by which browsers keep to TLS (RFC 6797 §6.1), of which a realm is measured by the time alone. */
public final class StrictTransport {
    private static final Pattern MAX_AGE =
            Pattern.compile("(?i)((?:^|;)\\s*)max-age(?![^\\s=;])\\s*(?:=\\s*\"?([0-9]{1,18})?[^;]*)?");

    private StrictTransport() {}

    /** In seconds; 0 where the header does not say it. */
    public static String maxAge(String header) {
        Matcher directive = MAX_AGE.matcher(header);
        String seconds = directive.find() ? directive.group(2) : null;
        return seconds == null ? "0" : seconds;
    }

    /** The header with another time. Whether it goes for subdomains and for lists of browsers stays as it was. */
    public static String withMaxAge(String header, String seconds) {
        String said = "max-age=" + seconds;
        Matcher directive = MAX_AGE.matcher(header);
        if (directive.find()) {
            return header.substring(0, directive.end(1)) + said + header.substring(directive.end());
        }
        return header.isBlank() ? said : said + "; " + header.strip();
    }
}
