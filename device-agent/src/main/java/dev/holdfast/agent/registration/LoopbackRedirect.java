package dev.holdfast.agent.registration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The redirect URI of a native application on the loopback interface (RFC 8252 section 7.3). */
final class LoopbackRedirect implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final String PAGE =
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Holdfast</title>"
                    + "<p>The sign-in is done. Close this page and go back to the terminal.</p></html>";

    private final HttpServer server;
    private final String state;
    private final CompletableFuture<Map<String, String>> arrived = new CompletableFuture<>();

    /** @param state what the answer must carry; answers without it are ignored */
    LoopbackRedirect(String state) throws IOException {
        this.state = state;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI());
            boolean ours = PATH.equals(exchange.getRequestURI().getPath())
                    && "GET".equals(exchange.getRequestMethod())
                    && state.equals(query.get("state"));
            byte[] page = (ours ? PAGE : "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            // The query of this page holds the code.
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.sendResponseHeaders(ours ? 200 : 404, page.length == 0 ? -1 : page.length);
            if (page.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(page);
                }
            }
            if (ours) {
                arrived.complete(query);
            }
        }
    }

    /** The authorization code. */
    String awaitCode(Duration limit) throws Refusal {
        Map<String, String> query;
        try {
            query = arrived.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, "Nobody signed in within " + limit.toMinutes() + " minutes.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorCode.AGENT_ERROR, e);
        } catch (ExecutionException e) {
            throw new AssertionError("nobody completes it exceptionally", e);
        }
        @Nullable String code = query.get("code");
        if (code == null) {
            throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, "The realm ended the sign-in without a code.");
        }
        return code;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> fields = new HashMap<>();
        String raw = uri.getRawQuery();
        if (raw != null) {
            for (String field : raw.split("&", -1)) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    fields.putIfAbsent(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
                }
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
