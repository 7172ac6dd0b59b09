package dev.holdfast.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The application of {@link Person} for a browser whose requests nobody answers in its place. */
record ApplicationPage(HttpServer server) implements AutoCloseable {
    static ApplicationPage start() throws IOException {
        int port = URI.create(Person.APPLICATION).getPort();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>signed in</title><p id='signed-in'>signed in</p>"
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return new ApplicationPage(server);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
