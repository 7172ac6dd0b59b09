package dev.holdfast.agent.realm;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.Issuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with limits: one time limit over connection, headers and body; at most 65,536 bytes; no redirects, since a
 * signed message must not wander.
 */
public final class RealmHttp {
    private static final int MAX_BODY = 65_536;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration timeout;
    private @Nullable HttpClient client;

    /** A client whose every exchange ends within {@code timeout}. */
    public RealmHttp(Duration timeout) {
        this.timeout = timeout;
    }

    /** Made at the first use: a native host answers its first request before it needs the network. */
    private synchronized HttpClient client() throws NoAnswerException {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder();
            try {
                TrustedAuthorities.ofThisMachine().ifPresent(builder::sslContext);
            } catch (IOException e) {
                throw new NoAnswerException(String.valueOf(e.getMessage()), e);
            }
            made = builder
                    // One request at a time: HTTP/2 would gain nothing, and its upgrade costs a round trip on loopback.
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
            client = made;
        }
        return made;
    }

    /** An answer of any status. */
    public static final class Reply {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        private Reply(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /** The status code. */
        public int status() {
            return status;
        }

        /** The body as an object. */
        public JsonObject json() throws MalformedJsonException {
            return JsonObject.parse(body);
        }

        /** The first header of this name. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The server's clock (RFC 9110 section 6.6.1), seconds since the epoch. */
        public OptionalLong serverTime() {
            try {
                return header("Date").isPresent()
                        ? OptionalLong.of(DateTimeFormatter.RFC_1123_DATE_TIME
                                .parse(header("Date").orElseThrow(), Instant::from)
                                .getEpochSecond())
                        : OptionalLong.empty();
            } catch (DateTimeParseException e) {
                return OptionalLong.empty();
            }
        }
    }

    /** GET. */
    public Reply get(URI uri) throws NoAnswerException {
        return send(request(uri).GET().build());
    }

    /** POST without a body. */
    public Reply postEmpty(URI uri) throws NoAnswerException {
        return send(request(uri).POST(BodyPublishers.noBody()).build());
    }

    /** POST of an object. */
    public Reply postJson(URI uri, JsonObject body) throws NoAnswerException {
        return post(uri, "application/json", BodyPublishers.ofByteArray(body.toBytes()));
    }

    /** POST of a form. */
    public Reply postForm(URI uri, Map<String, String> fields) throws NoAnswerException {
        return post(uri, "application/x-www-form-urlencoded", BodyPublishers.ofString(formEncoded(fields)));
    }

    /** The fields as {@code application/x-www-form-urlencoded}, in the map's order. */
    public static String formEncoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Reply post(URI uri, String type, BodyPublisher body) throws NoAnswerException {
        return send(request(uri).header("Content-Type", type).POST(body).build());
    }

    private HttpRequest.Builder request(URI uri) {
        Issuer.requireSafe(uri.toString());
        return HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", "application/json");
    }

    private Reply send(HttpRequest request) throws NoAnswerException {
        CompletableFuture<HttpResponse<byte[]>> sent = client().sendAsync(request, info -> new Bounded());
        try {
            // The request's own limit ends with the headers; this one covers the body as well.
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new NoAnswerException("no answer in " + timeout.toSeconds() + " s from " + request.uri(), e);
        } catch (ExecutionException e) {
            throw new NoAnswerException("no answer from " + request.uri(), e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted", e);
        }
    }

    /** Collects at most {@link #MAX_BODY} bytes and cancels the connection at the first byte more. */
    private static final class Bounded implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            started.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (collected.size() + buffer.remaining() > MAX_BODY) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    result.completeExceptionally(new NoAnswerException("an answer over " + MAX_BODY + " bytes", null));
                    return;
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                collected.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable fault) {
            result.completeExceptionally(fault);
        }

        @Override
        public void onComplete() {
            result.complete(collected.toByteArray());
        }
    }
}
