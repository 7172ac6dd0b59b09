package dev.holdfast.push.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Realms with push on this machine: the app's own files and the protocol's endpoints over the real core, without
 * Keycloak. One thread serves, so that maps do for rows.
 */
final class AppServer implements AutoCloseable {
    /** What the app can live with; the server's adapter sends the same. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self' https:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types holdfast-worker";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webmanifest", "application/manifest+json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, AppRealm> realms = new LinkedHashMap<>();
    private final HttpServer server;

    /** Drops answers after the work was done, as a network does. */
    final AtomicBoolean loseAnswers = new AtomicBoolean();

    AppServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/realms/", this::serve);
        server.start();
    }

    /** Adds a realm of that name. */
    AppRealm realm(String name, String label) {
        AppRealm realm = new AppRealm(origin() + "/realms/" + name, label);
        realms.put(name, realm);
        return realm;
    }

    String origin() {
        // Browsers count http as safe on this host alone.
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 5);
            AppRealm realm = path.length == 5 && path[3].equals("push-mfa") ? realms.get(path[2]) : null;
            if (realm == null) {
                send(exchange, 404, "text/plain", new byte[0]);
            } else if (path[4].startsWith("app/")) {
                file(exchange, path[4].substring("app/".length()));
            } else {
                endpoint(exchange, realm, path[4]);
            }
        }
    }

    private void file(HttpExchange exchange, String named) throws IOException {
        String name = named.isEmpty() ? "index.html" : named;
        try (InputStream file = name.matches("[a-z0-9.-]+")
                ? AppServer.class.getResourceAsStream("/holdfast-phone-app/" + name)
                : null) {
            if (file == null) {
                send(exchange, 404, "text/plain", new byte[0]);
                return;
            }
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-cache");
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            String ending = name.substring(name.lastIndexOf('.') + 1);
            send(exchange, 200, MEDIA_TYPES.get(ending), file.readAllBytes());
        }
    }

    private void endpoint(HttpExchange exchange, AppRealm realm, String endpoint) throws IOException {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "Device-Nonce, Retry-After");
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        Map<String, ?> answer;
        try {
            String message =
                    body.length == 0 ? "" : JSON.readTree(body).path("message").asText();
            answer = realm.answer(endpoint, message);
        } catch (PushRefusedException e) {
            status = e.refusal().httpStatus();
            answer = Map.of(
                    "error",
                    e.refusal().code(),
                    "error_description",
                    e.refusal().description());
        } catch (RefusedException e) {
            PushRefusal refusal = PushRefusal.of(e.refusal());
            status = refusal.httpStatus();
            answer = Map.of("error", refusal.code(), "error_description", refusal.description());
        }
        if (endpoint.equals("answers") && loseAnswers.get()) {
            return;
        }
        if (body.length > 0) {
            exchange.getResponseHeaders().set("Device-Nonce", realm.nonce());
        }
        send(exchange, status, "application/json", JSON.writeValueAsBytes(answer));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
