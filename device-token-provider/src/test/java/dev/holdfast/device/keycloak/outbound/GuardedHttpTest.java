package dev.holdfast.device.keycloak.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.device.authority.RevocationFetcher;
import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.outbound.AllowedHosts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GuardedHttpTest {
    private static final AllowedHosts NOBODY = AllowedHosts.read(List.of());
    private static final byte[] ANSWER = "the list".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<InetAddress> addresses = new ArrayDeque<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private HttpServer server;
    private AllowedHosts listed;

    private final GuardedHttp http = new GuardedHttp(
            host -> {
                lookUps.incrementAndGet();
                InetAddress next = addresses.size() > 1 ? addresses.poll() : addresses.peek();
                return List.of(next == null ? InetAddress.getByName(host) : next);
            },
            Duration.ofMillis(1_500));

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        serve("/crl", exchange -> {
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        });
        server.start();
        listed = AllowedHosts.read(List.of("ca.example.com", "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            } catch (IOException e) {
                // The client went away, as it should.
            }
        });
    }

    private String url(String path) {
        return "http://ca.example.com:" + server.getAddress().getPort() + path;
    }

    private void toThisMachine() {
        addresses.add(InetAddress.getLoopbackAddress());
    }

    @Test
    @DisplayName("G2 a list is fetched and a responder is asked, at a host that the administrator listed")
    void fetches() throws Exception {
        toThisMachine();
        serve("/ocsp", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/ocsp-request");
            exchange.sendResponseHeaders(200, asked.length);
            exchange.getResponseBody().write(asked);
        });

        assertThat(http.list(url("/crl"), listed)).isEqualTo(ANSWER);
        assertThat(http.ask(url("/ocsp"), new byte[] {1, 2, 3}, listed)).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("A47 a URL that leads to this machine or its network is not asked, by name, address or IPv6 form")
    void loopback() {
        toThisMachine();
        for (String host : List.of("ca.example.com", "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")) {
            for (String port : List.of("", ":80", ":" + server.getAddress().getPort())) {
                assertThatThrownBy(() -> http.list("http://" + host + port + "/crl", NOBODY))
                        .isInstanceOf(UnansweredException.class);
            }
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    @DisplayName("A47 the metadata service of a cloud is not asked")
    void metadata() throws Exception {
        addresses.add(InetAddress.getByName("169.254.169.254"));
        assertThatThrownBy(() -> http.list("http://ca.example.com/latest/meta-data/", NOBODY))
                .isInstanceOf(UnansweredException.class);
    }

    @Test
    @DisplayName(
            "A47 DNS rebinding: the name is resolved once, and the connection goes to the address that was looked at")
    void rebinding() throws Exception {
        addresses.add(InetAddress.getByName("192.168.0.1"));
        toThisMachine();
        String unlistedPort80 = "http://ca.example.com/crl";
        assertThatThrownBy(() -> http.list(unlistedPort80, NOBODY)).isInstanceOf(UnansweredException.class);
        assertThat(lookUps).hasValue(1);

        // A public name at the first look, this machine at every other: the second look never happens.
        lookUps.set(0);
        addresses.clear();
        toThisMachine();
        addresses.add(InetAddress.getByName("8.8.8.8"));
        assertThat(http.list(url("/crl"), listed)).isEqualTo(ANSWER);
        assertThat(lookUps).hasValue(1);
    }

    @Test
    @DisplayName("A47 a redirect is not followed, not even to where it would be allowed")
    void redirect() {
        toThisMachine();
        serve("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", url("/crl"));
            exchange.sendResponseHeaders(302, -1);
        });

        assertThatThrownBy(() -> http.list(url("/moved"), listed)).hasMessageContaining("302");
        assertThat(requests).hasValue(1);
    }

    @Test
    @DisplayName("A47 an endless body is cut off, announced or not, compressed or not")
    void endlessBody() {
        toThisMachine();
        serve("/announced", exchange -> exchange.sendResponseHeaders(200, RevocationFetcher.MAX_LIST_BYTES + 1L));
        serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] chunk = new byte[65_536];
            while (true) {
                out.write(chunk);
            }
        });

        assertThatThrownBy(() -> http.list(url("/announced"), listed)).hasMessageContaining("too long");
        assertThatThrownBy(() -> http.list(url("/endless"), listed)).isInstanceOf(UnansweredException.class);
        assertThatThrownBy(() -> http.ask(url("/endless"), new byte[1], listed)).hasMessageContaining("too long");
    }

    @Test
    @DisplayName("A47 a server that sends a byte now and then is left when the time as a whole is over")
    void slowDrip() throws Exception {
        toThisMachine();
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket socket = slow.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                    while (!Thread.currentThread().isInterrupted()) {
                        socket.getOutputStream().write('x');
                        socket.getOutputStream().flush();
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // The client went away, as it should.
                }
            });

            assertThatThrownBy(() -> http.list("http://ca.example.com:" + slow.getLocalPort() + "/", listed))
                    .hasMessageContaining("in time");
        }
    }

    @Test
    @DisplayName("A47 headers without end are no answer")
    void endlessHeaders() {
        toThisMachine();
        serve("/headers", exchange -> {
            for (int i = 0; i < 60; i++) {
                exchange.getResponseHeaders().add("X-" + i, "x");
            }
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        });

        assertThatThrownBy(() -> http.list(url("/headers"), listed)).isInstanceOf(UnansweredException.class);
    }
}
