package dev.holdfast.it;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The channel by which CIBA asks a person (OpenID Connect CIBA Core §2): here somebody who approves what a test says. */
final class OtherChannel implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    private OtherChannel(HttpServer server) {
        this.server = server;
    }

    static OtherChannel start() {
        try {
            OtherChannel channel =
                    new OtherChannel(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            channel.server.createContext("/", exchange -> {
                channel.requests.add(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(201, -1);
                exchange.close();
            });
            channel.server.start();
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Says yes for the person whom the realm asked last. */
    void approve(WireRealm realm) throws InterruptedException, IOException {
        String authorization = requests.poll(30, TimeUnit.SECONDS);
        if (authorization == null) {
            throw new AssertionError("the realm asked nobody");
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(realm.issuer() + "/protocol/openid-connect/ext/ciba/auth/callback"))
                                .header("Authorization", authorization)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"status\":\"SUCCEED\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
