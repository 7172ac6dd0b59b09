package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Sha256;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is let to the record by other things than an administrator's token. */
@ExtendWith(SharedServer.class)
class InsightsDoorIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String EVENTS = "/directory-insights/v1/events";

    private final World world;
    private final WireRealm acme;
    private final AccessApi api;
    private final String robot = "robot-" + UUID.randomUUID();
    private final String start = Instant.now().minusSeconds(1).toString();

    InsightsDoorIT(World world) {
        this.world = world;
        this.acme = world.acme();
        this.api = AccessApi.of(world.admin(), acme);
    }

    @Test
    @DisplayName("A49 an API key reads the record with its service account's rights, and with no other")
    void rights() {
        String key = key();
        assertThat(ask(acme, Map.of("x-api-key", key)).statusCode()).isEqualTo(403);

        grant("view-events");
        String user = "recorded-" + UUID.randomUUID();
        world.addUser(acme, user);
        Visitor.withoutExtension(acme).open(App.SHOP).password(user, user);
        HttpResponse<String> answer = ask(acme, Map.of("x-api-key", key));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()))
                .anyMatch(event ->
                        event.path("initiated_by").path("username").asText().equals(user));
        String reports = "/directory-insights/v1/reports/";
        assertThat(send(acme, "GET", reports + "report-mode", Map.of("x-api-key", key))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(acme, "GET", reports + "users-without-mfa", Map.of("x-api-key", key))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @DisplayName(
            "A49 A50 a key that is wrong, unknown, revoked or another realm's is answered as if nothing had been shown")
    void wrongKeys() {
        JsonNode made = make();
        String key = made.path("key").asText();
        grant("view-events");
        String nothing = ask(acme, Map.of()).body();
        assertThat(Json.parse(nothing).isObject()).isTrue();
        List<String> wrong = List.of(
                "nonsense",
                key.substring(0, key.length() - 2) + (key.endsWith("xx") ? "yy" : "xx"),
                key.replace(made.path("id").asText(), UUID.randomUUID().toString()));

        for (String one : wrong) {
            assertRefused(ask(acme, Map.of("x-api-key", one)), nothing);
        }
        assertRefused(ask(world.other(), Map.of("x-api-key", key)), nothing);
        assertRefused(
                ask(
                        acme,
                        Map.of(
                                "x-api-key",
                                wrong.get(1),
                                "Authorization",
                                "Bearer " + world.admin().token())),
                nothing);
        assertThat(ask(acme, Map.of("x-api-key", key)).statusCode()).isEqualTo(200);
        api.send("DELETE", "/v2/apikeys/" + made.path("id").asText(), null);
        assertRefused(ask(acme, Map.of("x-api-key", key)), nothing);
    }

    @Test
    @DisplayName(
            "A54 no record holds an API key: not that of its making, and none of one typed or sent in a wrong place")
    void secret() {
        JsonNode made = make();
        String key = made.path("key").asText();
        grant("view-events");
        assertThat(ask(acme, Map.of("x-api-key", key)).statusCode()).isEqualTo(200);
        Visitor.withoutExtension(acme).open(App.SHOP).password(key, key);
        String user = "mistaken-" + UUID.randomUUID();
        world.addUser(acme, user);
        String careless = "careless-" + UUID.randomUUID();
        world.addApplication(acme, careless, Map.of());
        HttpResponse<String> refused = exchange(HttpRequest.newBuilder(URI.create(acme.endpoint("token_endpoint")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", "collector " + key)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=password&client_id=" + careless + "&username=" + user + "&password=" + key)));
        assertThat(refused.body()).contains("invalid_grant");

        HttpResponse<String> lines = send(acme, "POST", EVENTS + "/export", Map.of("x-api-key", key));

        assertThat(lines.statusCode()).isEqualTo(200);
        assertThat(lines.body())
                .contains("api_key_create", made.path("id").asText(), "collector ", user)
                .doesNotContain(key, key.substring(key.length() - 43), Base64Url.encode(Sha256.of(key)));
    }

    @Test
    @DisplayName("A48 a bearer token without an issuer is none: 401")
    void noIssuer() {
        String header = Base64Url.encode("{\"alg\":\"RS256\"}");
        String claims = Base64Url.encode("{}");
        assertRefused(
                ask(acme, Map.of("Authorization", "Bearer " + header + '.' + claims + '.' + header)),
                ask(acme, Map.of()).body());
    }

    private static void assertRefused(HttpResponse<String> answer, String body) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(body);
    }

    private String key() {
        return make().path("key").asText();
    }

    /** A key of a new client's service account, which has no role yet. */
    private JsonNode make() {
        world.admin()
                .create(
                        world.adminPath(acme) + "/clients",
                        Map.of("clientId", robot, "serviceAccountsEnabled", true, "publicClient", false));
        return api.json("POST", "/v2/apikeys", Map.of("name", "for " + robot, "client", robot));
    }

    private void grant(String role) {
        String clients = world.adminPath(acme) + "/clients";
        String account = world.admin()
                .get(clients + "/" + idOf(robot) + "/service-account-user")
                .path("id")
                .asText();
        world.grant(acme, account, role);
    }

    private String idOf(String client) {
        return world.admin()
                .get(world.adminPath(acme) + "/clients?clientId=" + client)
                .path(0)
                .path("id")
                .asText();
    }

    private HttpResponse<String> ask(WireRealm realm, Map<String, String> headers) {
        return send(realm, "POST", EVENTS, headers);
    }

    private HttpResponse<String> send(WireRealm realm, String method, String path, Map<String, String> headers) {
        Map<String, Object> query = new LinkedHashMap<>(Map.of("start_time", start, "limit", 10_000));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(world.server().baseUri() + realm.issuer().getPath() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        Json.of(query).toString()));
        headers.forEach(request::header);
        return exchange(request);
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
