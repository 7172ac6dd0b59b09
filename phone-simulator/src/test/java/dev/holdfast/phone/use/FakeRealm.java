package dev.holdfast.phone.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.phone.message.CompactJws;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.message.PhoneKey;
import dev.holdfast.phone.realm.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A realm that says what a test tells it to; the real one is asked by the integration tests. */
public final class FakeRealm implements AutoCloseable {
    public static final String PHONE = "5f0c7a52-0b3d-4c1e-9a54-2f6f0d9c1b77";

    /** Where what is said next is no answer at all. */
    private static final int TORN = 0;

    private static final int GRANTED = 200;

    public final Issuer issuer;

    /** What was posted, beside the nonces' empty bodies: path and message. */
    public final List<Said> heard = new ArrayList<>();

    /** The requests that wait. */
    public final List<String> waiting = new ArrayList<>();

    public final PhoneKey key = PhoneKey.generate(new SecureRandom());
    public final ObjectNode discovery;
    public String state = "active";
    public int nonces;

    private final HttpServer server;
    private final Deque<Say> next = new ArrayDeque<>();

    public record Said(String endpoint, CompactJws message) {}

    private record Say(int status, String body) {}

    public FakeRealm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = new Issuer("http://localhost:" + server.getAddress().getPort() + "/realms/acme");
        String base = issuer + "/push-mfa/";
        discovery = Json.object()
                .put("version", 1)
                .put("issuer", issuer.value())
                .put("label", "Acme")
                .put("nonce_endpoint", base + "nonce")
                .put("enrolment_endpoint", base + "enrolments")
                .put("requests_endpoint", base + "requests")
                .put("answers_endpoint", base + "answers")
                .put("subscription_endpoint", base + "subscription")
                .put("removal_endpoint", base + "remove")
                .put("jwks_uri", base + "jwks")
                .put("app_uri", base + "app/")
                .put("user_verification", "optional");
        server.createContext("/", this::answer);
        server.start();
    }

    /** Refuses the next message. */
    public void refuseNext(int status, String code) {
        next.add(new Say(status, "{\"error\":\"" + code + "\"}"));
    }

    /** Grants the next message; for what is said after it. */
    public void grantNext() {
        next.add(new Say(GRANTED, ""));
    }

    /** Loses the answer to the next message. */
    public void tearNext() {
        next.add(new Say(TORN, ""));
    }

    /** A request that this realm signs. */
    public String request(String application, long expiresAt) {
        return request(application, expiresAt, key);
    }

    public String request(String application, long expiresAt, PhoneKey signer) {
        ObjectNode claims = Json.object()
                .put("iss", issuer.value())
                .put("jti", "0a8f4d0e-8c53-4f6b-9a39-7c9b1f2f6a10")
                .put("iat", expiresAt - 60)
                .put("exp", expiresAt)
                .put("account", "ada")
                .put("label", "Acme")
                .put("purpose", "login")
                .put("client_id", "shop")
                .put("client_name", application)
                .put("ip", "198.51.100.7")
                .put("known_browser", false)
                .put("number_matching", true)
                .put("user_verification", "optional");
        claims.putArray("aud").add("urn:holdfast:phone:" + PHONE);
        ObjectNode header = Json.object()
                .put("alg", "ES256")
                .put("typ", "holdfast-push-request+jwt")
                .put("kid", key.thumbprint());
        return CompactJws.sign(header, claims, signer);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String endpoint = exchange.getRequestURI().getPath().replaceFirst("^/realms/acme/push-mfa/", "");
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (endpoint) {
                case ".well-known/push-configuration" -> send(exchange, 200, Json.write(discovery));
                case "nonce" -> send(exchange, 200, Json.write(Json.object().put("nonce", "n" + nonces++)));
                case "jwks" -> {
                    ObjectNode keys = Json.object();
                    keys.putArray("keys").add(key.publicJwk().put("kid", key.thumbprint()));
                    send(exchange, 200, Json.write(keys));
                }
                case "enrolments", "requests", "answers", "remove" -> message(exchange, endpoint, body);
                default -> send(exchange, 404, Json.write(Json.object().put("error", "HTTP 404 Not Found")));
            }
        }
    }

    private void message(HttpExchange exchange, String endpoint, byte[] body) throws IOException {
        try {
            CompactJws message = CompactJws.parse(Json.text(Json.read(body), "message"));
            heard.add(new Said(endpoint, message));
            Say say = next.isEmpty() ? new Say(GRANTED, "") : next.remove();
            if (say.status() == GRANTED) {
                send(exchange, GRANTED, Json.write(granted(endpoint, message)));
            } else if (say.status() != TORN) {
                exchange.getResponseHeaders().set("Device-Nonce", "given" + heard.size());
                send(exchange, say.status(), say.body().getBytes(StandardCharsets.UTF_8));
            }
        } catch (MalformedException e) {
            send(exchange, 400, Json.write(Json.object().put("error", "invalid_request")));
        }
    }

    private ObjectNode granted(String endpoint, CompactJws message) {
        ObjectNode answer = Json.object();
        switch (endpoint) {
            case "enrolments" ->
                answer.put("phone", PHONE)
                        .put("account", "ada")
                        .put("label", "Acme")
                        .put("confirm_code", "482913")
                        .put("expires_in", 240);
            case "requests" -> {
                answer.put("state", state).put("now", 1_795_300_000);
                waiting.forEach(answer.putArray("requests")::add);
            }
            case "answers" -> {
                String decision = message.claims().path("decision").asText();
                answer.put("outcome", decision.equals("approve") ? "approved" : "denied");
            }
            default -> answer.removeAll();
        }
        return answer;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
