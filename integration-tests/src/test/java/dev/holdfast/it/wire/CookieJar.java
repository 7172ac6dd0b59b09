package dev.holdfast.it.wire;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one browser (RFC 6265). The loopback address counts as secure, as browsers have it, so {@code Secure}
 * cookies are sent there over plain HTTP.
 */
public final class CookieJar {

    /**
     * @param path where it is sent
     * @param attributes as they came, lower case, e.g. {@code httponly}, {@code samesite=strict}
     */
    public record Cookie(String name, String value, String path, List<String> attributes) {}

    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    /** Sets a cookie as a script or an attacker would. */
    public void plant(String name, String value, String path) {
        cookies.put(name + path, new Cookie(name, value, path, List.of()));
    }

    public void forget(String name) {
        cookies.values().removeIf(cookie -> cookie.name().equals(name));
    }

    public Optional<Cookie> named(String name) {
        return cookies.values().stream()
                .filter(cookie -> cookie.name().equals(name))
                .findFirst();
    }

    /** The cookies whose names start so. */
    public List<Cookie> startingWith(String prefix) {
        return cookies.values().stream()
                .filter(cookie -> cookie.name().startsWith(prefix))
                .toList();
    }

    /** Takes another browser's cookie over. */
    public void copy(Cookie cookie) {
        cookies.put(cookie.name() + cookie.path(), cookie);
    }

    public List<Cookie> all() {
        return List.copyOf(cookies.values());
    }

    /** Takes what an answer sets. */
    public void store(HttpHeaders headers) {
        for (String line : headers.allValues("Set-Cookie")) {
            List<String> parts = new ArrayList<>(List.of(line.split(";\\s*", -1)));
            String first = parts.remove(0);
            String name = first.substring(0, first.indexOf('='));
            String value = first.substring(first.indexOf('=') + 1).replaceAll("^\"|\"$", "");
            List<String> attributes =
                    parts.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
            String path = parts.stream()
                    .filter(part -> part.regionMatches(true, 0, "path=", 0, 5))
                    .map(part -> part.substring(5))
                    .findFirst()
                    .orElse("/");
            if (attributes.contains("max-age=0")) {
                cookies.remove(name + path);
            } else {
                if (name.startsWith("__Host-hf-")) {
                    KnownSecrets.keep("verifier", value);
                }
                cookies.put(name + path, new Cookie(name, value, path, attributes));
            }
        }
    }

    String headerFor(URI uri) {
        return cookies.values().stream()
                .filter(cookie -> uri.getPath().startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }
}
