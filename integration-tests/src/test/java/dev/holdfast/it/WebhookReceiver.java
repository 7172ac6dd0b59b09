package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.it.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A real receiver of webhook calls that can fail, stall, and go away. It looks at every signature by its own code. */
final class WebhookReceiver implements AutoCloseable {
    /** How it meets a call. */
    enum Mood {
        FAILS,
        STALLS
    }

    private final HttpServer server;
    private final Queue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] secret;

    /** @param port 0 for any */
    WebhookReceiver(int port, String secret) {
        this.secret = Base64.getUrlDecoder().decode(secret);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/in", this::meet);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next calls are met like this, one after the other; those after them are taken. */
    void willBe(Mood... next) {
        moods.addAll(List.of(next));
    }

    /** Those that were taken, in the order of their coming. */
    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** Bytes of each call that was taken, in the order of their coming. */
    synchronized List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Waits until this many different records of a name were taken, and tells the ids of all of that name in their order. */
    synchronized List<String> await(String type, int count, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toMillis();
        while (idsOf(type).stream().distinct().count() < count && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return idsOf(type);
    }

    private synchronized List<String> idsOf(String type) {
        return events().stream()
                .filter(event -> event.path("event_type").asText().equals(type))
                .map(event -> event.path("id").asText())
                .toList();
    }

    private void meet(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        check(call.getRequestHeaders().getFirst("X-Holdfast-Signature"), body);
        Mood mood = moods.poll();
        if (mood == Mood.STALLS) {
            try {
                boolean unused = closed.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            call.close();
            return;
        }
        if (mood == null) {
            keep(body);
        }
        call.sendResponseHeaders(mood == null ? 204 : 503, -1);
        call.close();
    }

    private synchronized void keep(byte[] body) {
        sizes.add(body.length);
        Json.parse(body).path("events").forEach(events::add);
        notifyAll();
    }

    private synchronized void check(String signature, byte[] body) {
        try {
            String time = signature.substring(2, signature.indexOf(','));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
            long age = Instant.now().getEpochSecond() - Long.parseLong(time);
            if (!expected.equals(signature) || age < -5 || age > 60) {
                faults.add("signature " + signature + " at an age of " + age + " s");
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            faults.add(String.valueOf(e));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
