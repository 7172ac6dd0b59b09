package dev.holdfast.demo.app;

import com.sun.net.httpserver.HttpExchange;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application's own sessions, in memory, named by a cookie. */
final class Sessions {

    /** What a browser has done here. */
    sealed interface Session {}

    /** On the way to the provider. */
    record Waiting(PendingSignIn pending) implements Session {}

    /** Back from it. */
    record Open(SignedIn signedIn) implements Session {}

    /** Not seen before. */
    record None() implements Session {}

    static final String COOKIE = "demo-session";
    private static final Pattern VALUE = Pattern.compile("(?:^|;\\s*)" + COOKIE + "=([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 32;

    private final SecureRandom random;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    Sessions(SecureRandom random) {
        this.random = random;
    }

    Session of(HttpExchange exchange) {
        return sessions.getOrDefault(id(exchange), new None());
    }

    /** Puts a session under a new id, so that an id from before the sign-in is worth nothing after it. */
    void begin(HttpExchange exchange, Session session) {
        end(exchange);
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(id, session);
        // No "Secure": the demo has no TLS. Lax, since the provider's redirect comes from another site.
        exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=" + id + "; Path=/; HttpOnly; SameSite=Lax");
    }

    void end(HttpExchange exchange) {
        sessions.remove(id(exchange));
    }

    private static String id(HttpExchange exchange) {
        List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        Matcher matcher = VALUE.matcher(String.join("; ", cookies));
        return matcher.find() ? matcher.group(1) : "";
    }
}
