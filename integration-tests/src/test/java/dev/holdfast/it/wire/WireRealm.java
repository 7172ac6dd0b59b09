package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A realm as an agent sees it: its discovery document and its endpoints (protocol §3). Written from the protocol page
 * alone, with the JDK and a JSON parser.
 */
public final class WireRealm {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI issuer;
    private final URI node;
    private final JsonNode discovery;

    /** Asks for the discovery document. */
    public WireRealm(URI issuer) {
        this(issuer, URI.create(issuer.getScheme() + "://" + issuer.getAuthority()));
    }

    private WireRealm(URI issuer, URI node) {
        this.issuer = issuer;
        this.node = node;
        this.discovery =
                get(issuer + "/device-token/.well-known/device-configuration").granted();
        if (!discovery.path("issuer").asText().equals(issuer.toString())) {
            throw new AssertionError("document of another issuer: " + discovery.path("issuer"));
        }
    }

    public URI issuer() {
        return issuer;
    }

    /** The same realm, with every request sent to another node of its cluster, as a load balancer would. */
    public WireRealm through(URI otherNode) {
        return new WireRealm(issuer, otherNode);
    }

    /** The address of the node that is asked. */
    public URI node() {
        return node;
    }

    /** Where a URL of this realm's origin is reached. */
    URI reach(URI url) {
        return URI.create(url.toString().replaceFirst("^" + Pattern.quote(origin()), node.toString()));
    }

    /** The origin of the realm's own pages. */
    public String origin() {
        return issuer.getScheme() + "://" + issuer.getAuthority();
    }

    public JsonNode discovery() {
        return discovery;
    }

    /** The URL of an endpoint by its name in the discovery document. */
    public String endpoint(String name) {
        String url = discovery.path(name).asText();
        if (url.isEmpty()) {
            throw new AssertionError("discovery has no " + name);
        }
        return url;
    }

    public String nonce() {
        return KnownSecrets.keep(
                "nonce",
                post(endpoint("nonce_endpoint"), "application/json", new byte[0])
                        .granted()
                        .path("nonce")
                        .asText());
    }

    public JsonNode jwks() {
        return get(endpoint("jwks_uri")).granted().path("keys");
    }

    /** Sends a message to the endpoint that it is for. */
    public Answer send(Draft draft) {
        return sendCompact(draft.endpoint(), draft.compact());
    }

    /** Sends a compact JWS in the envelope of protocol §2. */
    public Answer sendCompact(String endpoint, String compact) {
        return postJson(endpoint, Json.object().put("message", compact).toString());
    }

    public Answer postJson(String url, String json) {
        return post(url, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer post(String url, String contentType, byte[] body) {
        return send(
                request(url).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer postForm(String url, Map<String, String> fields) {
        return post(url, "application/x-www-form-urlencoded", form(fields).getBytes(StandardCharsets.US_ASCII));
    }

    public Answer get(String url) {
        return send(request(url).GET());
    }

    /** Asks with a bearer token. */
    public Answer get(String url, String bearer) {
        return send(request(url).header("Authorization", "Bearer " + bearer).GET());
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(reach(URI.create(url))).timeout(Duration.ofSeconds(120));
    }

    private static Answer send(HttpRequest.Builder request) {
        return Answer.of(exchange(request.build()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
