package dev.holdfast.push.keycloak.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.push.delivery.Delivery;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.delivery.VapidKey;
import dev.holdfast.push.delivery.WakeUp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPushDeliveryTest {
    private static final AllowedHosts NOBODY = AllowedHosts.read(List.of());
    private static final AllowedHosts LISTED = AllowedHosts.read(List.of(PushService.HOST));
    private static final UUID REQUEST = UUID.fromString("0a8f4d0e-8c53-4f6b-9a39-7c9b1f2f6a10");
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Deque<InetAddress> addresses = new ArrayDeque<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private ECKey vapid;
    private String phone;
    private PushService service;

    @BeforeEach
    void start() throws Exception {
        service = new PushService();
        vapid = new ECKeyGenerator(Curve.P_256).generate();
        phone = point(new ECKeyGenerator(Curve.P_256).generate());
        addresses.add(InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookUps.incrementAndGet();
        InetAddress next = addresses.size() > 1 ? addresses.poll() : addresses.peek();
        if (next == null) {
            throw new UnknownHostException(host);
        }
        return List.of(next);
    }

    private WebPushDelivery delivery(Duration wholeTime, int threads, int queue) {
        return new WebPushDelivery(this::resolve, service.trusting(), new SecureRandom(), wholeTime, threads, queue);
    }

    private WakeUp wakeUp(String endpoint, AllowedHosts hosts) {
        String point = point(vapid);
        try {
            return new WakeUp(
                    new Subscription(endpoint, phone, BASE64URL.encodeToString(new byte[16]), point),
                    new VapidKey(vapid.toECPrivateKey(), point),
                    "mailto:admin@example.com",
                    REQUEST,
                    Duration.ofSeconds(60),
                    Instant.now(),
                    hosts);
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private Delivery deliver(String endpoint, AllowedHosts hosts) throws Exception {
        return deliver(delivery(Duration.ofSeconds(8), 4, 4), wakeUp(endpoint, hosts));
    }

    private static Delivery deliver(WebPushDelivery delivery, WakeUp wakeUp) throws Exception {
        return delivery.deliver(wakeUp).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName(
            "RFC 8030 §5 a wake-up is one POST with time to live, urgency, topic and encryption, as the protocol says")
    void request() throws Exception {
        service.answer("/push", 201);

        assertThat(deliver(service.url("/push/v2/abc?x=1"), LISTED)).isEqualTo(new Delivery.Accepted());

        assertThat(service.messages).singleElement().satisfies(message -> {
            assertThat(message.path()).isEqualTo("/push/v2/abc?x=1");
            assertThat(message.headers().getFirst("TTL")).isEqualTo("60");
            assertThat(message.headers().getFirst("Urgency")).isEqualTo("high");
            assertThat(message.headers().getFirst("Topic"))
                    .isEqualTo("Co9NDoxTT2uaOXybHy9qEA")
                    .hasSizeLessThanOrEqualTo(32);
            assertThat(message.headers().getFirst("Content-Encoding")).isEqualTo("aes128gcm");
            assertThat(message.headers().getFirst("Authorization")).startsWith("vapid t=");
            assertThat(message.headers().get("Cookie")).isNull();
            assertThat(message.body()).hasSize(86 + WakeUp.PADDED_BYTES + 16);
        });
    }

    @Test
    @DisplayName(
            "P14 a push service's answer is one of three outcomes: took it, knows no such subscription, could not ask")
    void outcomes() throws Exception {
        for (int status : new int[] {200, 201, 202, 204}) {
            service.answer("/" + status, status);
            assertThat(deliver(service.url("/" + status), LISTED)).isEqualTo(new Delivery.Accepted());
        }
        for (int status : new int[] {404, 410}) {
            service.answer("/" + status, status);
            assertThat(deliver(service.url("/" + status), LISTED)).isEqualTo(new Delivery.Gone());
        }
        for (int status : new int[] {400, 401, 403, 413, 429, 500, 503}) {
            service.answer("/" + status, status);
            assertThat(deliver(service.url("/" + status), LISTED))
                    .isEqualTo(new Delivery.CouldNotAsk("HTTP status " + status));
        }
    }

    @Test
    @DisplayName("A push service that is not there, or not whom its certificate names, could not be asked")
    void unreachable() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        assertThat(deliver("https://" + PushService.HOST + ":" + nobody + "/", LISTED))
                .isInstanceOf(Delivery.CouldNotAsk.class);

        service.answer("/push", 201);
        assertThat(deliver(
                        "https://other.example.net:" + service.port() + "/push",
                        AllowedHosts.read(List.of("other.example.net"))))
                .isInstanceOf(Delivery.CouldNotAsk.class);
        WebPushDelivery trustsOthers = new WebPushDelivery(
                this::resolve, SSLContext.getDefault(), new SecureRandom(), Duration.ofSeconds(8), 1, 1);
        assertThat(deliver(trustsOthers, wakeUp(service.url("/push"), LISTED)))
                .isInstanceOf(Delivery.CouldNotAsk.class);
        addresses.clear();
        assertThat(deliver(service.url("/push"), LISTED)).isInstanceOf(Delivery.CouldNotAsk.class);
        assertThat(service.messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "169.254.169.254",
                "192.168.0.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fc00::1",
                "::ffff:127.0.0.1"
            })
    @DisplayName("A47 an endpoint whose name leads to this machine, its network or a cloud's metadata is not asked")
    void notPublic(String address) throws Exception {
        addresses.clear();
        addresses.add(InetAddress.getByName(address));

        assertThat(deliver("https://push.example.net/push", NOBODY))
                .isEqualTo(new Delivery.CouldNotAsk("may not ask: address that is not public"));
        assertThat(lookUps).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.net/push",
                "https://push.example.net:22/push",
                "https://user@push.example.net/push",
                "ftp://push.example.net/push",
                "file:///etc/passwd",
                "https:///push",
                "push"
            })
    @DisplayName("A47 an endpoint that is not plain https is refused before its name is looked up")
    void notHttps(String endpoint) throws Exception {
        assertThat(deliver(endpoint, NOBODY)).isInstanceOf(Delivery.CouldNotAsk.class);
        assertThat(lookUps).hasValue(0);
    }

    @Test
    @DisplayName("A47 one address of a name that is not public is enough to ask none of them")
    void mixedAddresses() throws Exception {
        service.answer("/push", 201);
        WebPushDelivery delivery = new WebPushDelivery(
                host -> List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getLoopbackAddress()),
                service.trusting(),
                new SecureRandom(),
                Duration.ofSeconds(8),
                1,
                1);

        assertThat(deliver(delivery, wakeUp("https://push.example.net/push", NOBODY)))
                .isEqualTo(new Delivery.CouldNotAsk("may not ask: address that is not public"));
    }

    @Test
    @DisplayName(
            "A47 DNS rebinding: a name is resolved once for each message, and a kept connection is only for who may go there")
    void rebinding() throws Exception {
        service.answer("/push", 201);
        WebPushDelivery delivery = delivery(Duration.ofSeconds(8), 1, 4);
        // One realm's administrator listed the host, and its connection is kept.
        assertThat(deliver(delivery, wakeUp(service.url("/push"), LISTED))).isEqualTo(new Delivery.Accepted());
        assertThat(lookUps).hasValue(1);

        AllowedHosts otherPort = AllowedHosts.read(List.of(PushService.HOST + ":1"));
        assertThat(deliver(delivery, wakeUp(service.url("/push"), otherPort))).isInstanceOf(Delivery.CouldNotAsk.class);
        assertThat(deliver(delivery, wakeUp("https://push.example.net/push", NOBODY)))
                .isInstanceOf(Delivery.CouldNotAsk.class);
        assertThat(lookUps).hasValue(2);
        assertThat(service.messages).hasSize(1);
    }

    @Test
    @DisplayName("A kept connection is used again, and one that the push service closed costs no message")
    void keepsConnections() throws Exception {
        service.answer("/push", 201);
        service.at("/last", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(201, -1);
        });
        WebPushDelivery delivery = delivery(Duration.ofSeconds(8), 1, 4);
        for (int i = 0; i < 3; i++) {
            assertThat(deliver(delivery, wakeUp(service.url("/push"), LISTED))).isEqualTo(new Delivery.Accepted());
        }
        assertThat(service.callers).hasSize(1);

        assertThat(deliver(delivery, wakeUp(service.url("/last"), LISTED))).isEqualTo(new Delivery.Accepted());
        assertThat(deliver(delivery, wakeUp(service.url("/push"), LISTED))).isEqualTo(new Delivery.Accepted());
        assertThat(service.callers).hasSize(2);
    }

    @Test
    @DisplayName("A47 a redirect is not followed, not even to where it would be allowed")
    void redirect() throws Exception {
        service.answer("/push", 201);
        service.at("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", service.url("/push"));
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(deliver(service.url("/moved"), LISTED)).isEqualTo(new Delivery.CouldNotAsk("HTTP status 307"));
        assertThat(service.messages).hasSize(1);
    }

    @Test
    @DisplayName("A47 an answer without end is left, and its status counts")
    void endlessBody() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        service.at("/endless", exchange -> {
            exchange.sendResponseHeaders(201, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] chunk = new byte[65_536];
            try {
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });

        assertThat(deliver(service.url("/endless"), LISTED)).isEqualTo(new Delivery.Accepted());
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("A47 a push service that never answers is left when the time is over, and its thread is free again")
    void slow() throws Exception {
        CountDownLatch forever = new CountDownLatch(1);
        service.answer("/push", 201);
        service.at("/slow", exchange -> {
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        WebPushDelivery delivery = delivery(Duration.ofMillis(700), 1, 4);

        assertThat(deliver(delivery, wakeUp(service.url("/slow"), LISTED)))
                .isEqualTo(new Delivery.CouldNotAsk("no answer in time"));
        assertThat(deliver(delivery, wakeUp(service.url("/push"), LISTED))).isEqualTo(new Delivery.Accepted());
        forever.countDown();
    }

    @Test
    @DisplayName("A sign-in never waits for a push service: what does not fit the queue could not be asked, at once")
    void queue() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        service.at("/hold", exchange -> {
            try {
                hold.await();
                exchange.sendResponseHeaders(201, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        WebPushDelivery delivery = delivery(Duration.ofSeconds(8), 1, 1);
        var first = delivery.deliver(wakeUp(service.url("/hold"), LISTED)).toCompletableFuture();
        var second = delivery.deliver(wakeUp(service.url("/hold"), LISTED)).toCompletableFuture();

        assertThat(deliver(delivery, wakeUp(service.url("/hold"), LISTED)))
                .isEqualTo(new Delivery.CouldNotAsk("too many messages wait"));
        hold.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new Delivery.Accepted());
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(new Delivery.Accepted());
    }

    private static String point(ECKey key) {
        return BASE64URL.encodeToString(ByteBuffer.allocate(65)
                .put((byte) 4)
                .put(key.getX().decode())
                .put(key.getY().decode())
                .array());
    }
}
