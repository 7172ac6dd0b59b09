package dev.holdfast.phone.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an enrolment page shows: the typed code, or the URL of its QR code, which names the realm too (section 4).
 *
 * @param key the one-time key
 * @param issuer the realm, where it is named
 */
public record EnrolmentCode(OneTimeKey key, Optional<String> issuer) {
    public static EnrolmentCode read(String text) throws MalformedException {
        int fragment = text.indexOf('#');
        if (fragment < 0) {
            return new EnrolmentCode(OneTimeKey.typed(text.strip()), Optional.empty());
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : text.substring(fragment + 1).strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        if (!values.containsKey("enrol") || !values.containsKey("iss")) {
            throw new MalformedException(
                    "This address is not that of an enrolment's QR code: it has no enrol= and iss=.");
        }
        return new EnrolmentCode(
                OneTimeKey.typed(values.getOrDefault("enrol", "")), Optional.ofNullable(values.get("iss")));
    }

    private static String decoded(String value) throws MalformedException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("This address is not that of an enrolment's QR code.");
        }
    }
}
