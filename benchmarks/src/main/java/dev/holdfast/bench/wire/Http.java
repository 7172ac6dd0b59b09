package dev.holdfast.bench.wire;

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
import java.util.stream.Collectors;

/** Requests over kept connections, HTTP/1.1; follows no redirect. Thread safe. */
public final class Http {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Gets what is public. */
    public Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(LIMIT).GET());
    }

    /** Gets a page as a browser does. */
    public Answer get(URI uri, CookieJar jar) {
        return send(request(uri, jar).GET(), jar);
    }

    /**
     * Posts a page's form as a browser does.
     *
     * @param origin the page's own
     */
    public Answer post(URI uri, CookieJar jar, String origin, Map<String, String> form) {
        return send(
                request(uri, jar)
                        .header("Origin", origin)
                        .header("Content-Type", FORM)
                        .POST(body(form)),
                jar);
    }

    /** Posts a form as an application's server does. */
    public Answer post(URI uri, Map<String, String> form) {
        return post(uri, form, Map.of());
    }

    /** Posts a form with further headers. */
    public Answer post(URI uri, Map<String, String> form, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT).POST(body(form));
        headers.forEach(request::header);
        return send(request.header("Content-Type", FORM));
    }

    /** Posts JSON. */
    public Answer postJson(URI uri, String json) {
        return send(HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Writes a form or a query. */
    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.BodyPublisher body(Map<String, String> form) {
        return HttpRequest.BodyPublishers.ofString(encoded(form));
    }

    private static HttpRequest.Builder request(URI uri, CookieJar jar) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Accept", "text/html")
                .header("Accept-Language", "en");
        String cookies = jar.header();
        return cookies.isEmpty() ? request : request.header("Cookie", cookies);
    }

    private Answer send(HttpRequest.Builder request, CookieJar jar) {
        Answer answer = send(request);
        jar.take(answer.headers());
        return answer;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.uri(), response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a request", e);
        }
    }
}
