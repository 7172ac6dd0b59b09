package dev.holdfast.bench.wire;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The cookies of one browser at one realm. Sends {@code Secure} cookies, as browsers do to localhost. */
public final class CookieJar {

    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** Puts a cookie that a script or an earlier visit left. */
    public CookieJar with(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    /** Takes the cookies that an answer sets or deletes. */
    public void take(HttpHeaders headers) {
        for (String line : headers.allValues("Set-Cookie")) {
            String[] parts = line.split(";", -1);
            int equals = parts[0].indexOf('=');
            String name = parts[0].substring(0, equals);
            String value = parts[0].substring(equals + 1);
            if (isDeleted(parts)) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        }
    }

    /** Returns the header {@code Cookie}; empty if there is none. */
    public String header() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static boolean isDeleted(String[] parts) {
        for (String part : parts) {
            if (part.strip().equalsIgnoreCase("Max-Age=0")) {
                return true;
            }
        }
        return false;
    }
}
