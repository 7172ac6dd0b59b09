package dev.holdfast.bench.push;

import dev.holdfast.bench.push.PushSignIn.Attempt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Pages that wait, each with a connection of its own, as the page's script does: who hears nothing asks again. */
public final class WaitingPages implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final List<URI> addresses;
    private volatile boolean closed;

    public WaitingPages(List<Attempt> attempts) {
        this.addresses = attempts.stream().map(Attempt::waitAddress).toList();
    }

    /** Asks once for each page without waiting, all at once, so that each has its connection, which is kept. */
    public void connect() {
        List<CompletableFuture<String>> states = new ArrayList<>();
        for (URI address : addresses) {
            states.add(ask(URI.create(address + "&now=1")));
        }
        join(states);
    }

    /** Lets all pages wait. Each future completes with the time at which its page heard of the decision. */
    public List<CompletableFuture<Long>> await() {
        return addresses.stream().map(this::awaitDecision).toList();
    }

    private CompletableFuture<Long> awaitDecision(URI address) {
        return ask(address).thenCompose(state -> switch (state) {
            case "decided" -> CompletableFuture.completedFuture(System.nanoTime());
            case "waiting" -> closed ? new CompletableFuture<>() : awaitDecision(address);
            default -> CompletableFuture.failedFuture(new IllegalStateException("a page heard: " + state));
        });
    }

    private CompletableFuture<String> ask(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            String body = response.body();
            if (response.statusCode() != 200) {
                throw new IllegalStateException("a waiting page got " + response.statusCode() + ": " + body);
            }
            return body.replaceAll(".*\"state\":\"([a-z]+)\".*", "$1");
        });
    }

    private static void join(List<CompletableFuture<String>> states) {
        try {
            CompletableFuture.allOf(states.toArray(CompletableFuture[]::new)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not every page got its answer", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
