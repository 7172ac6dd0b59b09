package dev.holdfast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What the server counts of itself, in Prometheus' text format. */
record Metrics(URI uri) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A figure of one of Keycloak's caches. */
    long ofCache(String name, String cache) {
        List<String> lines = text().lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("cache=\"" + cache + "\""))
                .toList();
        if (lines.size() != 1) {
            throw new AssertionError(lines.size() + " figures " + name + " of " + cache);
        }
        String line = lines.get(0);
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private String text() {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
