package dev.holdfast.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of Keycloak's admin REST API that signs in with {@code admin-cli} and a password. Thread safe.
 *
 * <p>Paths start with {@code /admin/...}; bodies are anything Jackson writes, or JSON text.
 */
public final class AdminClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String realm;
    private final String user;
    private final String password;
    private @Nullable String token;
    private Instant tokenEnd = Instant.EPOCH;

    /**
     * A client for an administrator of the master realm.
     *
     * @param base the server's address, without a slash at the end
     * @param user the administrator
     * @param password its password
     */
    public AdminClient(URI base, String user, String password) {
        this(base, "master", user, password);
    }

    /**
     * A client for an administrator of any realm.
     *
     * @param base the server's address, without a slash at the end
     * @param realm the realm that the administrator belongs to
     * @param user the administrator
     * @param password its password
     */
    public AdminClient(URI base, String realm, String user, String password) {
        this.base = base;
        this.realm = realm;
        this.user = user;
        this.password = password;
    }

    /**
     * Reads.
     *
     * @param path below the server's address, with its query
     * @return the answer's JSON
     * @throws HarnessException if the answer is not a success
     */
    public JsonNode get(String path) {
        return succeeded("GET", path, send("GET", path, null));
    }

    /**
     * Creates or calls.
     *
     * @param path below the server's address
     * @param body JSON text, or an object that Jackson writes; null for none
     * @return the answer's JSON, or a missing node if it has none
     * @throws HarnessException if the answer is not a success
     */
    public JsonNode post(String path, @Nullable Object body) {
        return succeeded("POST", path, send("POST", path, body));
    }

    /**
     * Replaces.
     *
     * @param path below the server's address
     * @param body JSON text, or an object that Jackson writes; null for none
     * @return the answer's JSON, or a missing node if it has none
     * @throws HarnessException if the answer is not a success
     */
    public JsonNode put(String path, @Nullable Object body) {
        return succeeded("PUT", path, send("PUT", path, body));
    }

    /**
     * Deletes.
     *
     * @param path below the server's address
     * @throws HarnessException if the answer is not a success
     */
    public void delete(String path) {
        succeeded("DELETE", path, send("DELETE", path, null));
    }

    /**
     * Creates something and returns the id that the answer's {@code Location} ends in.
     *
     * @param path the collection
     * @param body JSON text, or an object that Jackson writes
     */
    public String create(String path, Object body) {
        HttpResponse<String> answer = send("POST", path, body);
        succeeded("POST", path, answer);
        String location = answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new HarnessException("POST " + path + " answered without a Location"));
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /**
     * Sends a request with this administrator's token and returns whatever is answered.
     *
     * @param method the HTTP method
     * @param path below the server's address, with its query
     * @param body JSON text, or an object that Jackson writes; null for none
     */
    public HttpResponse<String> send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(text(body)));
        }
        return send(request.build());
    }

    /** Returns an access token of this administrator that lives for 15 seconds at least, as the server's clock is. */
    public synchronized String token() {
        String present = token;
        if (present != null && Instant.now().isBefore(tokenEnd)) {
            return present;
        }
        String form = Map.of("grant_type", "password", "client_id", "admin-cli", "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String path = "/realms/" + realm + "/protocol/openid-connect/token";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        JsonNode tokens = succeeded("POST", path, answer);
        String fresh = tokens.path("access_token").asText();
        token = fresh;
        tokenEnd = Instant.now().plusSeconds(tokens.path("expires_in").asLong() - 15);
        return fresh;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new HarnessException(request.method() + " " + request.uri().getPath() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted during " + request.uri().getPath(), e);
        }
    }

    private static JsonNode succeeded(String method, String path, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new HarnessException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        if (answer.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new HarnessException(method + " " + path + " answered no JSON: " + answer.body(), e);
        }
    }

    private static String text(Object body) {
        if (body instanceof String json) {
            return json;
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
