package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Sits between a phone and its realm, and signs the requests that wait anew, with a key of its own. */
final class ForgingProxy implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final WireKey key = WireKey.es256();
    private final AtomicInteger forged = new AtomicInteger();
    private final URI realm;
    private final HttpServer server;

    ForgingProxy(WireRealm realm) {
        this.realm = realm.issuer();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::pass);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests it has signed anew. */
    int forged() {
        return forged.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            HttpRequest request = HttpRequest.newBuilder(realm.resolve(path))
                    .header("Content-Type", "application/json")
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = path.endsWith("/push-mfa/requests") ? forge(answer.body()) : answer.body();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers()
                    .firstValue("Device-Nonce")
                    .ifPresent(nonce -> exchange.getResponseHeaders().set("Device-Nonce", nonce));
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] forge(byte[] body) {
        ObjectNode answer = (ObjectNode) Json.parse(body);
        JsonNode waiting = answer.path("requests");
        ArrayNode requests = answer.putArray("requests");
        for (JsonNode one : waiting) {
            Jws real = Jws.parse(one.asText());
            requests.add(Jws.sign(real.header(), real.claims().put("client_name", "Harmless"), key));
            forged.incrementAndGet();
        }
        return answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
