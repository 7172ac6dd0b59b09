package dev.holdfast.demo.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The application's web server, on the loopback interface. */
public final class DemoApplication implements AutoCloseable {

    /** The cookie that names a browser's session with this application. */
    public static final String SESSION_COOKIE = Sessions.COOKIE;

    private static final Map<String, String> FILES = Map.of("demo.css", "text/css", "icon.svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI address;
    private final OpenIdClient client;
    private final String policy;
    private final Sessions sessions = new Sessions(new SecureRandom());

    private DemoApplication(HttpServer server, ExecutorService threads, URI address, OpenIdClient client, URI issuer) {
        this.server = server;
        this.threads = threads;
        this.address = address;
        this.client = client;
        // The sign-out form's answer leads to the provider, which form-action covers too.
        this.policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
                + "form-action 'self' " + issuer.getScheme() + "://" + issuer.getAuthority();
    }

    /**
     * Starts the application.
     *
     * @param port a free loopback port
     * @param issuer the provider, which must be up
     * @param clientId how the provider knows the application
     * @param secret the application's secret
     * @throws SignInException if the provider's metadata cannot be read
     */
    public static DemoApplication start(int port, URI issuer, String clientId, String secret) throws SignInException {
        URI address = URI.create("http://localhost:" + port + "/");
        OpenIdClient client = OpenIdClient.discover(issuer, clientId, secret, address.resolve("callback"));
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            DemoApplication application = new DemoApplication(server, threads, address, client, issuer);
            server.createContext("/", application::answer);
            server.setExecutor(threads);
            server.start();
            return application;
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Returns the application's start page. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Wording wording = Wording.of(exchange.getRequestHeaders().getFirst("Accept-Language"));
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (call) {
                case "GET /" -> home(exchange, wording);
                case "GET /login" -> login(exchange);
                case "GET /callback" -> callback(exchange, wording);
                case "POST /logout" -> logout(exchange);
                case "GET /demo.css", "GET /icon.svg" -> file(exchange, call.substring("GET /".length()));
                default -> html(exchange, 404, Page.unknown(wording));
            }
        }
    }

    private void home(HttpExchange exchange, Wording wording) throws IOException {
        String page = sessions.of(exchange) instanceof Sessions.Open open
                ? Page.signedIn(wording, open.signedIn())
                : Page.welcome(wording);
        html(exchange, 200, page);
    }

    private void login(HttpExchange exchange) throws IOException {
        PendingSignIn pending = OpenIdClient.begin();
        sessions.begin(exchange, new Sessions.Waiting(pending));
        redirect(exchange, client.authorizationUri(pending));
    }

    private void callback(HttpExchange exchange, Wording wording) throws IOException {
        if (!(sessions.of(exchange) instanceof Sessions.Waiting waiting)) {
            html(exchange, 400, Page.failed(wording, wording.text("failed.no-session")));
            return;
        }
        try {
            SignedIn person = client.finish(address.resolve(exchange.getRequestURI()), waiting.pending());
            sessions.begin(exchange, new Sessions.Open(person));
            redirect(exchange, address);
        } catch (SignInException e) {
            sessions.end(exchange);
            html(exchange, 400, Page.failed(wording, wording.text(e.reason().wording())));
        }
    }

    private void logout(HttpExchange exchange) throws IOException {
        Sessions.Session session = sessions.of(exchange);
        sessions.end(exchange);
        redirect(
                exchange, session instanceof Sessions.Open open ? client.logoutUri(open.signedIn(), address) : address);
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        try (InputStream content = Objects.requireNonNull(DemoApplication.class.getResourceAsStream(name), name)) {
            send(exchange, 200, Objects.requireNonNull(FILES.get(name)), content.readAllBytes());
        }
    }

    private void html(HttpExchange exchange, int status, String page) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Vary", "Accept-Language");
        send(exchange, status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private void redirect(HttpExchange exchange, URI to) throws IOException {
        exchange.getResponseHeaders().set("Location", to.toString());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(303, -1);
    }

    private void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", policy);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }
}
