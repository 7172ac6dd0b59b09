package dev.holdfast.phone.realm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP with limits: one time limit over connection, headers and body; at most {@link Json#MAX_BYTES}; no redirects, since
 * a signed message must not wander.
 */
public final class PushHttp {
    private final HttpClient client;
    private final Duration limit;

    public PushHttp(Duration limit) {
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .build();
    }

    /**
     * An answer of any status.
     *
     * @param status the status code
     * @param body an object
     * @param nonce the header {@code Device-Nonce}
     * @param retryAfter the header {@code Retry-After}, 0 where there is none
     */
    record Answer(int status, ObjectNode body, Optional<String> nonce, long retryAfter) {}

    Answer get(URI uri) throws Fault.NoAnswer {
        return exchange(HttpRequest.newBuilder(uri).GET());
    }

    Answer post(URI uri, byte[] json) throws Fault.NoAnswer {
        return exchange(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    private Answer exchange(HttpRequest.Builder builder) throws Fault.NoAnswer {
        HttpRequest request =
                builder.header("Accept", "application/json").timeout(limit).build();
        CompletableFuture<Answer> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(PushHttp::read);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Fault.NoAnswer("No answer in " + limit.toSeconds() + " s from " + request.uri());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
            throw new Fault.NoAnswer("No answer from " + request.uri() + why);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Fault.NoAnswer("Interrupted");
        }
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(Json.MAX_BYTES + 1);
            return new Answer(
                    response.statusCode(),
                    Json.read(bytes),
                    response.headers().firstValue("Device-Nonce"),
                    response.headers()
                            .firstValue("Retry-After")
                            .filter(text -> text.matches("[0-9]{1,9}"))
                            .map(Long::parseLong)
                            .orElse(0L));
        } catch (IOException | MalformedException e) {
            // A gateway's page, a torn body: the realm behind it may have acted.
            throw new Unreadable("status " + response.statusCode() + ", " + e.getMessage());
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
