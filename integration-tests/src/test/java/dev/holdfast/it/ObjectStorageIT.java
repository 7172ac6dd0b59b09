package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Readiness;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("I2 Export of the record to an object storage")
class ObjectStorageIT {
    private static final String REALM = "stored";
    private static final String TYPE = "user_login_attempt";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world;

    ObjectStorageIT(World world) {
        this.world = world;
    }

    @Test
    @DisplayName("I2 a storage that refuses, goes away and comes back has every record once, in the order of time")
    void everyRecordOnce() {
        WireRealm realm = world.addRealm(REALM, Map.of());
        String admin = world.adminPath(realm) + "/holdfast/insights";
        try (ObjectStorage storage = new ObjectStorage()) {
            Instant start = Instant.now();
            setKey(admin, "not-the-secret");
            world.admin()
                    .put(
                            admin + "/settings",
                            Map.of(
                                    "insightsStore", List.of(storage.address()),
                                    "insightsStoreSeconds", List.of("1"),
                                    "insightsHosts", List.of(storage.host())));
            fail(realm);
            world.awaitLog("store of realm " + REALM + ": HTTP status 403, SignatureDoesNotMatch", PATIENCE);
            assertThat(storage.names()).isEmpty();
            assertThat(world.admin().get(admin + "/store").path("waiting").asInt())
                    .isPositive();

            setKey(admin, ObjectStorage.SECRET);
            fail(realm);
            awaitRecorded(realm, start, storage);
            storage.stop();
            fail(realm);
            fail(realm);
            world.awaitLog("store of realm " + REALM + ": HttpHostConnectException", PATIENCE);
            storage.start();
            fail(realm);
            List<String> recorded = awaitRecorded(realm, start, storage);

            assertThat(recorded).hasSize(5);
            assertThat(stored(storage)).isEqualTo(recorded);
            assertThat(storage.names())
                    .allMatch(name -> name.matches(REALM + "/\\d{4}/\\d{2}/\\d{2}/\\d{6}Z-[0-9a-f-]{36}\\.jsonl\\.gz"));
            for (String name : storage.names()) {
                assertThat(name)
                        .as("named by its first record")
                        .contains(Json.parse(storage.lines(name).get(0).getBytes(StandardCharsets.UTF_8))
                                .path("id")
                                .asText());
            }
            Readiness.await(
                    "an empty list",
                    () -> world.admin().get(admin + "/store").path("waiting").asInt() == 0,
                    PATIENCE);
            assertThat(String.join("\n", storage.lines())).doesNotContain(ObjectStorage.SECRET);
        } finally {
            world.admin().delete(world.adminPath(realm));
        }
    }

    @Test
    @DisplayName(
            "A54 the key's secret is told by no door and stands in no record; a key that cannot be is refused by 400")
    void secret() {
        WireRealm other = world.other();
        String admin = world.adminPath(other) + "/holdfast/insights";
        setKey(admin, ObjectStorage.SECRET);
        assertThat(world.admin().get(admin + "/store").path("access_key_id").asText())
                .isEqualTo(ObjectStorage.KEY_ID);
        String export = world.admin()
                .send(
                        "POST",
                        other.issuer().getPath() + "/directory-insights/v1/events/export",
                        Map.of("start_time", Instant.now().minusSeconds(60).toString()))
                .body();
        assertThat(export).contains("store-key");
        for (String shown : List.of(
                export,
                world.admin().get(admin + "/store").toString(),
                world.admin().get(admin + "/settings").toString(),
                world.admin().get(world.adminPath(other) + "/components").toString())) {
            assertThat(shown).doesNotContain(ObjectStorage.SECRET);
        }
        HttpResponse<String> refused = world.admin()
                .send("PUT", admin + "/store-key", Map.of("access_key_id", "id", "secret_access_key", "two words"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("secret").doesNotContain("two words");
    }

    @Test
    @DisplayName("A47 a storage in the clear is only for hosts that the administrator named")
    void outbound() {
        String settings = world.adminPath(world.other()) + "/holdfast/insights/settings";
        HttpResponse<String> refused =
                world.admin().send("PUT", settings, Map.of("insightsStore", List.of("http://169.254.169.254/latest")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("https");
    }

    @Test
    @DisplayName("A49 the key of the storage is for who manages the realm")
    void roles() {
        String base = world.adminPath(world.acme()) + "/holdfast/insights";
        Map<String, List<Integer>> expected = Map.of("view-realm", List.of(200, 403), "view-events", List.of(403, 403));
        expected.forEach((role, statuses) -> {
            AdminClient client = world.administratorWith(world.acme(), role);
            assertThat(List.of(
                            client.send("GET", base + "/store", null).statusCode(),
                            client.send("PUT", base + "/store-key", Map.of()).statusCode()))
                    .as(role)
                    .isEqualTo(statuses);
        });
    }

    private void setKey(String admin, String secret) {
        world.admin()
                .put(admin + "/store-key", Map.of("access_key_id", ObjectStorage.KEY_ID, "secret_access_key", secret));
    }

    private static void fail(WireRealm realm) {
        Visitor.withoutExtension(realm).open(App.SHOP, Map.of()).password(TestRealms.ADA, "wrong");
    }

    /** Waits until the storage has what is recorded by now, and tells the records' ids. */
    private List<String> awaitRecorded(WireRealm realm, Instant start, ObjectStorage storage) {
        List<String> recorded = new ArrayList<>();
        world.admin()
                .post(
                        realm.issuer().getPath() + "/directory-insights/v1/events",
                        Map.of(
                                "start_time",
                                start.toString(),
                                "sort",
                                "ASC",
                                "search_term",
                                Map.of("event_type", TYPE)))
                .forEach(event -> recorded.add(event.path("id").asText()));
        Readiness.await("the records in the storage", () -> stored(storage).containsAll(recorded), PATIENCE);
        return recorded;
    }

    private static List<String> stored(ObjectStorage storage) {
        return storage.lines().stream()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .filter(event -> event.path("event_type").asText().equals(TYPE))
                .map((JsonNode event) -> event.path("id").asText())
                .toList();
    }
}
