package dev.holdfast.push.keycloak.webpush;

import dev.holdfast.device.outbound.Destination;
import dev.holdfast.push.delivery.Delivery;
import dev.holdfast.push.delivery.PushDelivery;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.delivery.WakeUp;
import dev.holdfast.push.webpush.PushMessage;
import dev.holdfast.push.webpush.VapidTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.ssl.SSLContexts;

/**
 * Wakes phones by Web Push (RFC 8030, 8291, 8292). A few threads of its own send; what does not fit their queue, or is not
 * done in time, could not ask. The request waits in the app in any case.
 */
public final class WebPushDelivery implements PushDelivery {
    private static final Duration WHOLE_TIME = Duration.ofSeconds(8);
    private static final int THREADS = 32;
    private static final int QUEUE = 2_000;
    private static final Base64.Decoder BASE64URL = Base64.getUrlDecoder();

    private final PushServiceHttp http;
    private final VapidTokens tokens = new VapidTokens();
    private final SecureRandom random;
    private final Duration wholeTime;
    private final ThreadPoolExecutor threads;

    public WebPushDelivery() {
        this(
                host -> List.of(InetAddress.getAllByName(host)),
                SSLContexts.createSystemDefault(),
                new SecureRandom(),
                WHOLE_TIME,
                THREADS,
                QUEUE);
    }

    WebPushDelivery(
            PushServiceHttp.Names names,
            SSLContext tls,
            SecureRandom random,
            Duration wholeTime,
            int threads,
            int queue) {
        this.http = new PushServiceHttp(names, tls, threads);
        this.random = random;
        this.wholeTime = wholeTime;
        this.threads = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
                    Thread thread = new Thread(work, "holdfast-web-push");
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<Delivery> deliver(WakeUp wakeUp) {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        Destination destination;
        try {
            destination = Destination.of(wakeUp.subscription().endpoint(), wakeUp.hosts());
        } catch (Destination.ForbiddenException e) {
            return couldNotAsk("may not ask: " + e.getMessage());
        }
        if (!"https".equalsIgnoreCase(destination.url().getScheme())) {
            return couldNotAsk("endpoint is not https");
        }
        // Registered first, so that it also ends what still waits in the queue.
        outcome.completeOnTimeout(
                new Delivery.CouldNotAsk("no answer in time"), wholeTime.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // Encrypted there too: nobody's page waits for that.
            threads.execute(() -> {
                if (!outcome.isDone()) {
                    outcome.complete(send(wakeUp, destination, outcome));
                }
            });
        } catch (RejectedExecutionException e) {
            outcome.complete(new Delivery.CouldNotAsk("too many messages wait"));
        }
        return outcome.minimalCompletionStage();
    }

    private HttpPost request(WakeUp wakeUp, Destination destination) {
        Subscription subscription = wakeUp.subscription();
        HttpPost request = new HttpPost(destination.url());
        request.setHeader("Content-Encoding", PushMessage.CONTENT_ENCODING);
        request.setHeader("Content-Type", "application/octet-stream");
        // RFC 8030 §5.2: 0 would mean "now or never".
        request.setHeader("TTL", Long.toString(Math.max(1, wakeUp.timeToLive().toSeconds())));
        request.setHeader("Urgency", "high");
        request.setHeader("Topic", wakeUp.topic());
        request.setHeader(
                "Authorization", tokens.header(destination.url(), wakeUp.vapid(), wakeUp.contact(), wakeUp.now()));
        request.setEntity(new ByteArrayEntity(PushMessage.encrypt(
                BASE64URL.decode(subscription.p256dh()),
                BASE64URL.decode(subscription.auth()),
                wakeUp.content(),
                WakeUp.PADDED_BYTES,
                random)));
        return request;
    }

    /** @param outcome what ends the request, whatever else does */
    private Delivery send(WakeUp wakeUp, Destination destination, CompletableFuture<Delivery> outcome) {
        try {
            HttpPost request = request(wakeUp, destination);
            outcome.whenComplete((done, failure) -> request.abort());
            int status = http.send(request, destination);
            if (status == 404 || status == 410) {
                return new Delivery.Gone();
            }
            // RFC 8030 §5: 201; some services say 200, 202 or 204.
            return status >= 200 && status < 300
                    ? new Delivery.Accepted()
                    : new Delivery.CouldNotAsk("HTTP status " + status);
        } catch (Destination.ForbiddenException e) {
            return new Delivery.CouldNotAsk("may not ask: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Delivery.CouldNotAsk("subscription with unusable keys");
        } catch (IOException | RuntimeException e) {
            return new Delivery.CouldNotAsk(e.getClass().getSimpleName());
        }
    }

    private static CompletionStage<Delivery> couldNotAsk(String why) {
        return CompletableFuture.completedFuture(new Delivery.CouldNotAsk(why));
    }
}
