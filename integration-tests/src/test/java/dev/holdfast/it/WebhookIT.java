package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("I2 The webhook of the record")
class WebhookIT {
    private static final String REALM = "hooked";
    private static final String LARGE_REALM = "hooked-large";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Until the next try, where nobody listened for long. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Bytes of records in one call, and what else stands in its body: the realm's name, and a comma before each record. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int ENVELOPE = 500;

    private final World world;

    WebhookIT(World world) {
        this.world = world;
    }

    @Test
    @DisplayName("I2 a receiver that fails, stalls and comes back gets every record, signed, in the order of time")
    void failsAndStalls() throws InterruptedException {
        WireRealm realm = world.addRealm(REALM, Map.of());
        String admin = world.adminPath(realm) + "/holdfast/insights";
        String secret = newSecret(admin);
        try (WebhookReceiver receiver = new WebhookReceiver(0, secret)) {
            receiver.willBe(WebhookReceiver.Mood.FAILS, WebhookReceiver.Mood.STALLS, WebhookReceiver.Mood.FAILS);
            hook(admin, receiver.port(), 2);
            Instant start = Instant.now();
            for (int i = 0; i < 5; i++) {
                Visitor.withoutExtension(realm).open(App.SHOP, Map.of()).password(TestRealms.ADA, "wrong");
            }
            Visitor.withoutExtension(realm).open(App.SHOP, Map.of()).password(TestRealms.ADA, TestRealms.ADA);

            List<String> recorded = ids(world.admin()
                    .post(
                            realm.issuer().getPath() + "/directory-insights/v1/events",
                            Map.of(
                                    "start_time", start.toString(),
                                    "sort", "ASC",
                                    "search_term", Map.of("event_type", "user_login_attempt"))));
            assertThat(recorded).hasSize(6);
            assertThat(receiver.await("user_login_attempt", recorded.size(), PATIENCE))
                    .isEqualTo(recorded);
            assertThat(receiver.faults()).isEmpty();
        } finally {
            world.admin().delete(world.adminPath(realm));
        }
    }

    @Test
    @DisplayName(
            "I2 large records are told in several calls, none of more than a mebibyte of them, each once and in the order"
                    + " of time")
    void largeRecords() throws InterruptedException {
        WireRealm realm = world.addRealm(LARGE_REALM, Map.of());
        String admin = world.adminPath(realm) + "/holdfast/insights";
        String secret = newSecret(admin);
        int port = LoopbackPorts.free();
        try {
            hook(admin, port, 1_000);
            Instant start = Instant.now();
            // Nobody listens yet, so that all of them wait.
            int count = 3 * MAX_BYTES / LargeRecords.BYTES;
            LargeRecords.make(world, realm, count);
            List<String> recorded = ids(world.admin()
                    .post(
                            realm.issuer().getPath() + "/directory-insights/v1/events",
                            Map.of(
                                    "start_time", start.toString(),
                                    "sort", "ASC",
                                    "search_term", Map.of("event_type", LargeRecords.TYPE))));
            assertThat(recorded).hasSize(count);

            try (WebhookReceiver receiver = new WebhookReceiver(port, secret)) {
                assertThat(receiver.await(LargeRecords.TYPE, count, LONGEST_PAUSE.plus(PATIENCE)))
                        .isEqualTo(recorded);
                assertThat(receiver.sizes())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(MAX_BYTES + ENVELOPE));
                assertThat(receiver.faults()).isEmpty();
            }
        } finally {
            world.admin().delete(world.adminPath(realm));
        }
    }

    @Test
    @DisplayName(
            "A47 a webhook in the clear, or inside the server's network, is only for hosts that the administrator named")
    void outbound() {
        String settings = world.adminPath(world.other()) + "/holdfast/insights/settings";
        HttpResponse<String> refused = world.admin()
                .send("PUT", settings, Map.of("insightsWebhook", List.of("http://169.254.169.254/latest")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("https");
    }

    @Test
    @DisplayName("A47 an https address inside the server's network that the administrator did not name is never called")
    void loopback() throws IOException {
        WireRealm other = world.other();
        String admin = world.adminPath(other) + "/holdfast/insights";
        try (ServerSocket inside = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            world.admin()
                    .put(
                            admin + "/settings",
                            Map.of("insightsWebhook", List.of("https://127.0.0.1:" + inside.getLocalPort() + "/in")));
            Visitor.withoutExtension(other).open(App.SHOP, Map.of()).password(TestRealms.ADA, "wrong");
            world.awaitLog("webhook of realm " + TestRealms.OTHER + ": may not ask", PATIENCE);
            assertThat(world.admin().get(admin + "/webhook").path("waiting").asInt())
                    .isPositive();
            inside.setSoTimeout(1);
            assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
        } finally {
            world.admin().put(admin + "/settings", Map.of("insightsWebhook", List.of()));
        }
    }

    @Test
    @DisplayName("A49 settings and secret of the webhook are for who manages the realm")
    void roles() {
        String base = world.adminPath(world.acme()) + "/holdfast/insights";
        Map<String, List<Integer>> expected =
                Map.of("view-realm", List.of(200, 200, 403), "view-events", List.of(403, 403, 403));
        expected.forEach((role, statuses) -> {
            AdminClient client = world.administratorWith(world.acme(), role);
            assertThat(List.of(
                            client.send("GET", base + "/settings", null).statusCode(),
                            client.send("GET", base + "/webhook", null).statusCode(),
                            client.send("POST", base + "/webhook-secret", null).statusCode()))
                    .as(role)
                    .isEqualTo(statuses);
        });
    }

    private String newSecret(String admin) {
        return world.admin()
                .post(admin + "/webhook-secret", null)
                .path("secret")
                .asText();
    }

    private void hook(String admin, int port, int batch) {
        world.admin()
                .put(
                        admin + "/settings",
                        Map.of(
                                "insightsWebhook", List.of("http://127.0.0.1:" + port + "/in"),
                                "insightsHosts", List.of("127.0.0.1:" + port),
                                "insightsWebhookBatch", List.of(String.valueOf(batch))));
    }

    private static List<String> ids(JsonNode events) {
        List<String> ids = new ArrayList<>();
        events.forEach(event -> ids.add(event.path("id").asText()));
        return ids;
    }
}
