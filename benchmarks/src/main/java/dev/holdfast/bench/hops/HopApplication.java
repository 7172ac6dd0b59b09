package dev.holdfast.bench.hops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The smallest application with a sign-in button: code flow with PKCE, one person at a time. */
final class HopApplication implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("(?:^|&)code=([^&]+)");
    private static final String START =
            "<!doctype html><title>start</title><a id=\"sign-in\" href=\"/login\">Sign in</a>";
    private static final String DONE = "<!doctype html><title>done</title><p id=\"done\">Signed in</p>";

    private final HttpServer server;
    private final Http http = new Http();
    private final Realm realm;
    private final String clientId;
    private final Marks marks;
    private final AtomicReference<String> verifier = new AtomicReference<>("");

    /**
     * @param clientId a public client whose redirect is {@code http://127.0.0.1/callback}, whatever the port
     * @param marks is told when the code and the tokens arrived
     */
    HopApplication(Realm realm, String clientId, Marks marks) {
        this.realm = realm;
        this.clientId = clientId;
        this.marks = marks;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> page(exchange, START));
        server.createContext("/login", this::login);
        server.createContext("/callback", this::callback);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void login(HttpExchange exchange) throws IOException {
        String secret = Base64Url.random(32);
        verifier.set(secret);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri());
        query.put("scope", "openid");
        query.put("state", Base64Url.random(16));
        query.put("code_challenge", Base64Url.encode(Sha256.of(secret)));
        query.put("code_challenge_method", "S256");
        exchange.getResponseHeaders().set("Location", realm.authorization() + "?" + Http.encoded(query));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void callback(HttpExchange exchange) throws IOException {
        marks.now("code");
        Matcher code = CODE.matcher(exchange.getRequestURI().getRawQuery());
        if (!code.find()) {
            page(exchange, "<p id=\"failed\">No code</p>");
            return;
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", clientId);
        form.put("redirect_uri", redirectUri());
        form.put("code", code.group(1));
        form.put("code_verifier", verifier.get());
        String answer = http.post(realm.token(), form).body();
        boolean complete = new ObjectMapper().readTree(answer).hasNonNull("id_token");
        marks.now("tokens");
        page(exchange, complete ? DONE : "<p id=\"failed\">No tokens</p>");
    }

    private String redirectUri() {
        return address().resolve("callback").toString();
    }

    private static void page(HttpExchange exchange, String html) throws IOException {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
